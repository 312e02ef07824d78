import { html, type Html } from '#core/html.ts'
import { formatBytes } from './format-bytes.ts'
import { formatCount } from '#core/portal/format-count.ts'
import type { TableView } from './table-view.ts'
import { timeAgo } from '#core/portal/time-ago.ts'

/** The published version in a few facts. */
export function tableFacts({ table, schema, now }: TableView): Html | undefined {
  const { version, columns, checkedAt } = table
  if (!version) return undefined
  const key = 'value' in schema ? schema.value.primaryKey : []
  return html`<section class="card" aria-label="Facts">
    <dl class="stats">
      ${stat('Rows', formatCount(version.rows))}
      ${columns !== undefined && stat('Columns', formatCount(columns))}
      ${stat('Size', formatBytes(version.bytes))}
      ${version.rejected > 0 && stat('Rejected rows', formatCount(version.rejected))}
      ${stat('Content changed', timeAgo(version.created_at, now))}
      ${stat('Last checked', timeAgo(checkedAt ?? version.created_at, now))}
      ${stat('Generation', formatCount(version.from_gen))}
    </dl>
    <dl class="facts">
      <dt>Primary key</dt>
      <dd>
        ${
          key.length > 0
            ? key.map((column) => html`<code>${column}</code> `)
            : html`<span class="muted">none is known</span>`
        }
      </dd>
    </dl>
  </section>`
}

function stat(name: string, value: Html | string): Html {
  return html`<div class="stat">
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`
}
