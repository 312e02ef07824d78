import { html, type Html } from '#core/html.ts'
import { formatBytes } from '#core/portal/format-bytes.ts'
import { catalogResults } from './catalog-results.ts'
import { searchForm } from './search-form.ts'
import { summarize } from './catalog-summary.ts'
import type { CatalogView } from './catalog-view.ts'
import { countOf } from '#core/portal/format-count.ts'

/** The list of tables: search, order, and the tables by dataset. */
export function catalogPage(view: CatalogView): Html {
  const { tables, rows, bytes } = summarize(view.tables)
  const lead =
    tables === 0
      ? 'The tables that analysts can query.'
      : `${countOf(tables, 'table')} with ${countOf(rows, 'row')}, ${formatBytes(bytes)} in all.`
  return html`<header class="page-head">
      <div>
        <h1>Catalog</h1>
        <p class="lead">${lead}</p>
      </div>
    </header>
    ${view.tables.length > 0 && searchForm(view.request)} ${catalogResults(view)}`
}
