import { paramOf } from '#core/http/param-of.ts'
import { refuseUnknownSource } from '../engine/refuse-unknown-source.ts'
import { requestRun } from '../engine/runs.ts'
import { findTable } from './find-table.ts'
import { personOf, seeOther, type PageContext } from '#core/portal/page-context.ts'
import { tableIdOf } from './table-id-of.ts'
import type { PortalOptions } from './portal-router.ts'
import { tablePath } from './table-path.ts'

/** Queues a refresh of one table and shows how it goes. */
export function runTable({ catalogue, events, sources }: PortalOptions) {
  return async (ctx: PageContext): Promise<void> => {
    const person = personOf(ctx)
    const table = await findTable(catalogue, sources, person, tableIdOf(ctx))
    refuseUnknownSource(sources, table.dataset)
    const run = await requestRun(catalogue, events, {
      source: table.dataset,
      tableId: table.id,
      trigger: 'portal',
      requestedBy: person.email,
    })
    seeOther(ctx, `${tablePath(table)}?run=${run}#runs`)
  }
}

/** Queues a search of a whole source, which refreshes every table that it finds. */
export function runSource({ catalogue, events, sources }: PortalOptions) {
  return async (ctx: PageContext): Promise<void> => {
    const source = paramOf(ctx, 'dataset')
    refuseUnknownSource(sources, source)
    await requestRun(catalogue, events, {
      source,
      trigger: 'portal',
      requestedBy: personOf(ctx).email,
    })
    seeOther(ctx, '/catalog')
  }
}
