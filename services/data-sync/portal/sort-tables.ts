import type { CatalogTable } from './catalog-table.ts'
import type { SortOrder } from './catalog-request.ts'

const weight: Readonly<Record<SortOrder, (table: CatalogTable) => number>> = {
  name: () => 0,
  changed: ({ version }) => version?.created_at.getTime() ?? 0,
  rows: ({ version }) => version?.rows ?? -1,
  size: ({ version }) => version?.bytes ?? -1,
}

/** The tables in an order: names from a to z, all else the largest or newest first. */
export function sortTables(
  tables: readonly CatalogTable[],
  order: SortOrder,
): readonly CatalogTable[] {
  const of = weight[order]
  return tables.toSorted((a, b) => of(b) - of(a) || a.id.localeCompare(b.id, 'en'))
}
