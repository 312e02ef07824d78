import { paramOf } from '#core/http/param-of.ts'
import type { PageContext } from '#core/portal/page-context.ts'
import { tableId } from '../engine/source-tables.ts'

/** The id of the table that the path names. */
export function tableIdOf(ctx: PageContext): string {
  return tableId(paramOf(ctx, 'dataset'), paramOf(ctx, 'table'))
}
