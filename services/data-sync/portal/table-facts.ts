import { html, type Html } from '#core/html.ts'
import { formatBytes } from '#core/portal/format-bytes.ts'
import { formatCount } from '#core/portal/format-count.ts'
import { statsList } from '#core/portal/stats-list.ts'
import type { TableView } from './table-view.ts'
import { timeAgo } from '#core/portal/time-ago.ts'

/** The published version in a few facts. */
export function tableFacts({ table, schema, now }: TableView): Html | undefined {
  const { version, columns, checkedAt } = table
  if (!version) return undefined
  const key = 'value' in schema ? schema.value.primaryKey : []
  return html`<section class="card" aria-label="Facts">
    ${statsList({
      Rows: formatCount(version.rows),
      Columns: columns !== undefined && formatCount(columns),
      Size: formatBytes(version.bytes),
      'Rejected rows': version.rejected > 0 && formatCount(version.rejected),
      'Content changed': timeAgo(version.created_at, now),
      'Last checked': timeAgo(checkedAt ?? version.created_at, now),
      Generation: formatCount(version.from_gen),
    })}
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
