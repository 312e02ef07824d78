import { html, type Html } from '#core/html.ts'
import { catalogEmpty } from './catalog-empty.ts'
import { catalogPath } from './catalog-request.ts'
import type { CatalogTable } from './catalog-table.ts'
import type { CatalogView } from './catalog-view.ts'
import { datasetCard } from './dataset-card.ts'
import { formatCount } from '#core/portal/format-count.ts'
import { searchResults } from './search-results.ts'
import { sortTables } from './sort-tables.ts'
import { sourceNotices } from './source-notices.ts'

/** The part of the list that the search replaces and that follows running refreshes by itself. */
export function catalogResults(view: CatalogView): Html {
  const { request, tables, sources } = view
  const isWorking = tables.some(({ openRun }) => openRun) || sources.some(({ working }) => working)
  const polling =
    isWorking &&
    html`hx-get="${catalogPath(request)}" hx-trigger="every 2s" hx-select="#catalog-results"
    hx-swap="outerMorph" hx-status:4xx="swap:none" hx-status:5xx="swap:none"`
  return html`<section id="catalog-results" class="stack" aria-label="Tables" ${polling}>
    <p class="small muted" role="status">${summaryLine(view)}</p>
    ${sourceNotices(view)} ${content(view)}
  </section>`
}

function content(view: CatalogView): Html | readonly Html[] {
  const { request, hits } = view
  if (hits) return hits.length > 0 ? searchResults(view, hits) : catalogEmpty(view)
  const shown = request.failing ? view.tables.filter(isFailing) : view.tables
  if (shown.length === 0) return catalogEmpty(view)
  const byDataset = Object.groupBy(shown, ({ dataset }) => dataset)
  return Object.entries(byDataset)
    .toSorted(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([dataset, tables = []]) => datasetCard(view, dataset, sortTables(tables, request.sort)))
}

function isFailing({ lastRun }: CatalogTable): boolean {
  return lastRun?.status === 'failed'
}

function summaryLine({ request, hits, tables }: CatalogView): Html | undefined {
  const all = formatCount(tables.length)
  if (hits) {
    return html`${formatCount(hits.length)} of ${all} tables match “${request.q}”.
      <a href="${catalogPath({ ...request, q: '' })}">Clear the search</a>`
  }
  if (!request.failing) return undefined
  return html`${formatCount(tables.filter(isFailing).length)} of ${all} tables could not be
    refreshed last time.
    <a href="${catalogPath({ ...request, failing: false })}">Show all tables</a>`
}
