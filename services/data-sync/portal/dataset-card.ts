import { html, type Html } from '#core/html.ts'
import type { CatalogTable } from './catalog-table.ts'
import type { CatalogView } from './catalog-view.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { countOf } from '#core/portal/format-count.ts'
import { tableList } from './table-list.ts'
import { sourceRunPath } from './table-path.ts'

/** The tables of one dataset. Administrators can have its source looked through at once. */
export function datasetCard(
  view: CatalogView,
  dataset: string,
  tables: readonly CatalogTable[],
): Html {
  const source = view.sources.find(({ id }) => id === dataset)
  return html`<section
    class="card flush"
    id="dataset-${dataset}"
    aria-label="${source?.title ?? dataset}"
  >
    <header>
      <div>
        <h2>${source?.title ?? dataset}</h2>
        <p class="small muted">
          ${source && source.title !== dataset && html`<code>${dataset}</code> `}
          ${countOf(tables.length, 'table')}${source?.description && html` · ${source.description}`}
        </p>
      </div>
      ${view.viewer.admin && source && refreshAll(view, dataset, source.openRun !== undefined)}
    </header>
    ${tableList(view, tables, `Tables of ${source?.title ?? dataset}`)}
  </section>`
}

function refreshAll({ viewer }: CatalogView, source: string, isOpen: boolean): Html {
  if (isOpen) return html`<span class="badge info">Looking for tables</span>`
  return html`<form method="post" action="${sourceRunPath(source)}">
    ${csrfField(viewer.csrf)}
    <button class="button small">Refresh all</button>
  </form>`
}
