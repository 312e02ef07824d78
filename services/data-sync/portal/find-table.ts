import type { SourceConfig } from '#core/config/instance.ts'
import type { ObjectStore } from '#core/files/object-store.ts'
import { tableProfile, type TableProfile } from '#core/sync/table-profile.ts'
import { tableSchema, type TableSchema } from '#core/sync/table-schema.ts'
import { NotFound } from '#core/errors.ts'
import type { Catalogue, Run } from '../engine/runs.ts'
import type { CatalogTable } from './catalog-table.ts'
import { listRuns } from './list-runs.ts'
import { listTables, type Reader } from './list-tables.ts'
import { readStored, type Stored } from './read-stored.ts'

/** A table with everything that its page shows. */
export interface TableDetails {
  readonly table: CatalogTable
  readonly schema: Stored<TableSchema>
  readonly profile: Stored<TableProfile>
  /** The last ten, newest first. */
  readonly runs: readonly Run[]
}

/** One table; a table that does not exist and one that is not granted are the same NotFound. */
export async function findTable(
  catalogue: Catalogue,
  sources: readonly SourceConfig[],
  reader: Reader,
  id: string,
): Promise<CatalogTable> {
  const [table] = await listTables(catalogue, sources, reader, id)
  if (table) return table
  throw new NotFound('table_not_found', 'There is no such table', {
    remedy: 'The catalog lists every table that you may see. An administrator can grant you more.',
  })
}

/** Reads what belongs to a table that was found. */
export async function readTable(
  catalogue: Catalogue,
  objects: Pick<ObjectStore, 'read'>,
  table: CatalogTable,
): Promise<TableDetails> {
  const { version } = table
  const [runs, schema, profile] = await Promise.all([
    listRuns(catalogue, table.id),
    version ? readStored(objects, version.schema_sha256, tableSchema) : unpublished,
    version ? readProfile(objects, version.profile_sha256) : unpublished,
  ])
  return { table, schema, profile, runs }
}

const unpublished = { missing: 'Nothing of this table was published yet.' }

function readProfile(
  objects: Pick<ObjectStore, 'read'>,
  sha256: string | null,
): Promise<Stored<TableProfile>> | Stored<TableProfile> {
  if (sha256 !== null) return readStored(objects, sha256, tableProfile)
  return { missing: 'It could not be made when this version was published; see the warnings.' }
}
