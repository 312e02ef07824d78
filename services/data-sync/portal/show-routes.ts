import { catalogPage } from './catalog-page.ts'
import { readCatalogRequest } from './catalog-request.ts'
import { summarize } from './catalog-summary.ts'
import type { CatalogView } from './catalog-view.ts'
import { findTable, readTable } from './find-table.ts'
import { listColumns } from './list-columns.ts'
import { listSources } from './list-sources.ts'
import { listTables } from './list-tables.ts'
import { personOf, sendFragment, type PageContext } from '#core/portal/page-context.ts'
import { tableIdOf } from './table-id-of.ts'
import type { PortalOptions } from './portal-router.ts'
import { runsCard } from './runs-card.ts'
import { searchTables } from './search-tables.ts'
import { tablePage } from './table-page.ts'
import type { TableView } from './table-view.ts'
import { widget } from './widget.ts'

type Show = (ctx: PageContext) => Promise<void>

/** The list of tables. */
export function showCatalog(options: PortalOptions): Show {
  return async (ctx) => sendFragment(ctx, catalogPage(await catalogView(options, ctx)))
}

/** The card of the dashboard. */
export function showWidget({ catalogue, sources, now = () => new Date() }: PortalOptions): Show {
  return async (ctx) => {
    const tables = await listTables(catalogue, sources, personOf(ctx))
    sendFragment(ctx, widget(summarize(tables), now()))
  }
}

/** The page of a table. */
export function showTable(options: PortalOptions): Show {
  return async (ctx) => sendFragment(ctx, tablePage(await tableView(options, ctx)))
}

/** The part of a table's page that follows its runs. */
export function showRuns(options: PortalOptions): Show {
  return async (ctx) => sendFragment(ctx, runsCard(await tableView(options, ctx)))
}

async function catalogView(options: PortalOptions, ctx: PageContext): Promise<CatalogView> {
  const { catalogue, sources, now = () => new Date() } = options
  const viewer = personOf(ctx)
  const request = readCatalogRequest(new URLSearchParams(ctx.querystring))
  const tables = await listTables(catalogue, sources, viewer)
  const searched = request.q !== ''
  const columns = await listColumns(catalogue, searched ? tables.map(({ id }) => id) : [])
  return {
    viewer,
    request,
    tables,
    hits: searched ? searchTables(tables, columns, request.q) : undefined,
    sources: await listSources(catalogue, sources, viewer),
    configured: sources,
    now: now(),
  }
}

async function tableView(options: PortalOptions, ctx: PageContext): Promise<TableView> {
  const { catalogue, objects, sources, now = () => new Date() } = options
  const viewer = personOf(ctx)
  const table = await findTable(catalogue, sources, viewer, tableIdOf(ctx))
  const run = Number(new URLSearchParams(ctx.querystring).get('run') ?? undefined)
  return {
    ...(await readTable(catalogue, objects, table)),
    viewer,
    configured: sources,
    askedRun: Number.isSafeInteger(run) ? run : undefined,
    now: now(),
  }
}
