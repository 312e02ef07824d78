import type { ColumnSchema } from '#core/sync/table-schema.ts'
import type { Catalogue } from '../engine/runs.ts'

/** The columns of the given tables by table id, as they are published. */
export async function listColumns(
  catalogue: Catalogue,
  tableIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ColumnSchema[]>> {
  if (tableIds.length === 0) return new Map()
  const rows = await catalogue
    .selectFrom('source_table')
    .select(['id', 'pinned_schema'])
    .where('id', 'in', tableIds)
    .execute()
  return new Map(rows.map(({ id, pinned_schema }) => [id, pinned_schema?.columns ?? []]))
}
