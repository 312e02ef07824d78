import { html, type Html } from '#core/html.ts'
import type { ColumnSchema } from '#core/sync/table-schema.ts'
import type { CatalogView } from './catalog-view.ts'
import { shorten } from './format-scalar.ts'
import type { SearchHit } from './search-tables.ts'
import { sortTables } from './sort-tables.ts'
import { tableList } from './table-list.ts'

/** What was found, best first unless another order was asked for, over all datasets. */
export function searchResults(view: CatalogView, hits: readonly SearchHit[]): Html {
  const { sort } = view.request
  const found = hits.map(({ table }) => table)
  const columnsOf = new Map(hits.map(({ table, columns }) => [table.id, columns]))
  return html`<div class="card flush">
    ${tableList(
      view,
      sort === 'name' ? found : sortTables(found, sort),
      'Tables found',
      (table) =>
        html`<div class="small muted">
          in ${table.dataset}${matching(columnsOf.get(table.id) ?? [])}
        </div>`,
    )}
  </div>`
}

function matching(columns: readonly ColumnSchema[]): Html | undefined {
  if (columns.length === 0) return undefined
  const shown = columns.slice(0, 3)
  const more = columns.length - shown.length
  return html` · columns
  ${shown.map(({ name, description }, index) => {
    const about = description && ` (${shorten(description, 60)})`
    return html`${index > 0 && ', '}<code>${name}</code>${about}`
  })}${more > 0 && ` and ${more} more`}`
}
