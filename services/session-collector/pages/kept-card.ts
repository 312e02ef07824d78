import { html, type Html } from '#core/html.ts'
import { countOf, formatCount } from '#core/portal/format-count.ts'
import type { Refusal } from '../collect/refusals.ts'
import { originFolders } from '../collect/source.ts'

const MEGABYTE = 1024 * 1024

/** How much is kept of a person, and what was not taken. */
export interface Kept {
  readonly bytes: number
  readonly quotaBytes: number
  /** The first of them. */
  readonly refusals: readonly Refusal[]
  readonly moreRefusals: number
}

/** What is kept of somebody, of how much that may be, and what was not taken with the reason. */
export function keptCard({ bytes, quotaBytes, refusals, moreRefusals }: Kept): Html {
  return html`<section class="card stack" aria-labelledby="kept">
    <header><h2 id="kept">What is kept</h2></header>
    <p>
      ${megabytes(bytes)} of the ${megabytes(quotaBytes)} that may be kept of you.
      ${bytes >= quotaBytes && html`<strong>Nothing more is taken</strong> until you delete sessions.`}
    </p>
    ${
      refusals.length > 0 &&
      html`<p>The last collection did not take:</p>
        <ul class="list">
          ${refusals.map(
            ({ origin, path, reason }) =>
              html`<li>
                <code>${folderOf(origin)}/${path}</code> <span class="muted">${reason}</span>
              </li>`,
          )}
        </ul>
        ${moreRefusals > 0 && html`<p class="muted">And ${countOf(moreRefusals, 'more file')}.</p>`}`
    }
  </section>`
}

function megabytes(bytes: number): string {
  return `${formatCount(Math.ceil(bytes / MEGABYTE))} MB`
}

function folderOf(origin: Refusal['origin']): string {
  return origin === 'push' ? '' : originFolders[origin]
}
