import type { PageContext } from '#core/portal/page-context.ts'
import { tableId } from '../engine/source-tables.ts'

/** The dataset that the path names. */
export function datasetOf(ctx: PageContext): string {
  return ctx.params?.['dataset'] ?? ''
}

/** The id of the table that the path names. */
export function tableIdOf(ctx: PageContext): string {
  return tableId(datasetOf(ctx), ctx.params?.['table'] ?? '')
}
