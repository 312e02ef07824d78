import type { SourceConfig } from '#core/config/instance.ts'
import type { ColumnProfile, TableProfile } from '#core/sync/table-profile.ts'
import type { ColumnSchema, TableSchema } from '#core/sync/table-schema.ts'
import type { Run } from '../../services/data-sync/engine/runs.ts'
import type { CatalogTable } from '../../services/data-sync/portal/catalog-table.ts'
import type { CatalogView } from '../../services/data-sync/portal/catalog-view.ts'
import type { TableView } from '../../services/data-sync/portal/table-view.ts'

/** The moment at which the examples are looked at. */
export const exampleNow = new Date('2026-03-02T12:00:00Z')

const twoHoursAgo = new Date('2026-03-02T10:00:00Z')
const sha256 = 'a'.repeat(64)

/** A source of the tests, with what a test says otherwise. */
export function exampleSource(changes: Partial<SourceConfig> = {}): SourceConfig {
  return { id: 'shop', connector: 'example', title: 'The shop', config: {}, tables: {}, ...changes }
}

/** What is published of an example table. */
export function exampleVersion(
  changes: Partial<NonNullable<CatalogTable['version']>> = {},
): NonNullable<CatalogTable['version']> {
  return {
    id: 1,
    table_id: 'shop/orders',
    dataset: 'shop',
    name: 'orders',
    description: 'One row per order',
    rows: 12_345,
    bytes: 2_500_000,
    rejected: 0,
    rejects: [],
    warnings: [],
    schema_sha256: sha256,
    schema_size: 10,
    profile_sha256: sha256,
    profile_size: 10,
    manifest_sha256: sha256,
    manifest_size: 10,
    rejects_sha256: null,
    created_at: twoHoursAgo,
    from_gen: 7,
    to_gen: null,
    ended_at: null,
    ...changes,
  }
}

/** A published table in good order. */
export function exampleTable(changes: Partial<CatalogTable> = {}): CatalogTable {
  const { dataset = 'shop', name = 'orders' } = changes
  return {
    id: `${dataset}/${name}`,
    dataset,
    name,
    description: 'One row per order',
    version: exampleVersion(),
    columns: 3,
    checkedAt: twoHoursAgo,
    gone: false,
    lastRun: undefined,
    openRun: undefined,
    ...changes,
  }
}

/** A run that published, with what a test says otherwise. */
export function exampleRun(changes: Partial<Run> = {}): Run {
  return {
    id: 11,
    source: 'shop',
    table_id: 'shop/orders',
    trigger: 'schedule',
    requested_by: null,
    status: 'published',
    requested_at: twoHoursAgo,
    started_at: twoHoursAgo,
    finished_at: new Date(twoHoursAgo.getTime() + 95_000),
    progress_done: null,
    progress_total: null,
    rows: 12_345,
    rejected: 0,
    bytes_published: 2_500_000,
    generation: 7,
    error_code: null,
    error: null,
    remedy: null,
    details: [],
    ...changes,
  }
}

/** The list as an administrator sees it. */
export function exampleCatalog(changes: Partial<CatalogView> = {}): CatalogView {
  return {
    viewer: { admin: true, csrf: 'csrf-token', tables: [] },
    request: { q: '', sort: 'name', failing: false },
    tables: [exampleTable()],
    hits: undefined,
    sources: [],
    configured: [exampleSource()],
    now: exampleNow,
    ...changes,
  }
}

/** A column of a schema. */
export function exampleColumn(changes: Partial<ColumnSchema> = {}): ColumnSchema {
  return { name: 'amount', sourceName: 'amount', type: 'DOUBLE', origin: 'inferred', ...changes }
}

/** What is in a column of numbers. */
export function exampleProfile(changes: Partial<ColumnProfile> = {}): ColumnProfile {
  return {
    name: 'amount',
    type: 'DOUBLE',
    nulls: 617,
    distinct: 4210,
    min: 1,
    max: 99.5,
    mean: 31.25,
    quantiles: [12, 25, 48],
    top: [],
    histogram: [
      { from: 1, to: 50, count: 11_000 },
      { from: 50, to: 99.5, count: 728 },
    ],
    ...changes,
  }
}

/** A schema of these columns. */
export function exampleSchema(columns: TableSchema['columns']): TableSchema {
  return { v: 1, table: 'shop/orders', primaryKey: ['id'], columns }
}

/** A profile of these columns. */
export function exampleTableProfile(columns: TableProfile['columns']): TableProfile {
  return { v: 1, table: 'shop/orders', rows: 12_345, columns }
}

/** A table's page as an administrator sees it. */
export function exampleTablePage(changes: Partial<TableView> = {}): TableView {
  return {
    viewer: { admin: true, csrf: 'csrf-token', tables: [] },
    table: exampleTable(),
    schema: { value: exampleSchema([exampleColumn()]) },
    profile: { value: exampleTableProfile([exampleProfile()]) },
    runs: [exampleRun()],
    configured: [exampleSource()],
    askedRun: undefined,
    now: exampleNow,
    ...changes,
  }
}
