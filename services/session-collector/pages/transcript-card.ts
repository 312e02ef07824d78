import { html, type Html } from '#core/html.ts'
import { formatCount } from '#core/portal/format-count.ts'
import type { TranscriptLine, TranscriptPart } from '../transcript/transcript-lines.ts'

/** So many lines stand on one page. */
export const LINES = 400

export interface TranscriptView extends TranscriptPart {
  /** How many lines stand on the pages before. */
  readonly from: number
  /** What is said when there is none. */
  readonly none: string
  /** The address of a page of it, by the lines before. */
  pathOf(from: number): string
}

const names = { user: 'Person', assistant: 'Claude', tool: 'Tool' } as const

/** The text of a session, a page of it at a time. */
export function transcriptCard({ lines, more, from, none, pathOf }: TranscriptView): Html {
  const until = from + lines.length
  const isPart = from > 0 || more > 0
  return html`<section class="card" aria-labelledby="transcript">
    <header>
      <h2 id="transcript">Transcript</h2>
      ${isPart && lines.length > 0 && html`<p class="small muted">Lines ${formatCount(from + 1)} to ${formatCount(until)} of ${formatCount(until + more)}</p>`}
    </header>
    ${
      lines.length === 0
        ? html`<p class="muted">${none}</p>`
        : html`<ol class="list">
            ${lines.map(line)}
          </ol>`
    }
    ${
      isPart &&
      html`<nav class="row" aria-label="Pages of the transcript">
        ${from > 0 && html`<a class="button" href="${pathOf(Math.max(0, from - LINES))}">Earlier</a>`}
        ${more > 0 && html`<a class="button" href="${pathOf(until)}">Later</a>`}
      </nav>`
    }
  </section>`
}

function line({ who, subagent, time, text }: TranscriptLine): Html {
  const name = subagent && who === 'user' ? 'Task' : names[who]
  return html`<li>
    <div>
      <p class="small muted">
        ${name}${time && html` <time datetime="${time}">${time.slice(0, 16).replace('T', ' ')}</time>`}
        ${subagent && html`<span class="badge">subagent</span>`}
      </p>
      <p class="pre">${text}</p>
    </div>
  </li>`
}
