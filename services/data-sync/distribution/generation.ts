import type { Selectable } from 'kysely'
import type { RootTable } from '#core/sync/root.ts'
import type { Catalogue } from '../engine/runs.ts'
import type { DataSyncTables } from '../engine/tables.ts'

/** One generation: everything that was published when it was made; `tables` is sorted by id. */
export interface Generation {
  readonly id: number
  readonly created: Date
  readonly tables: readonly RootTable[]
}

/** Before the first publication there is generation 0, which has no table. */
export const emptyGeneration: Generation = { id: 0, created: new Date(0), tables: [] }

/** The number of the newest generation, 0 when nothing was published yet. */
export async function newestGeneration(catalogue: Catalogue): Promise<number> {
  const row = await catalogue
    .selectFrom('generation')
    .select(({ fn }) => fn.max('id').as('id'))
    .executeTakeFirst()
  return Number(row?.id ?? 0)
}

/** Reads a whole generation; a published one never changes, so the result may be kept. */
export async function readGeneration(catalogue: Catalogue, id: number): Promise<Generation> {
  if (id === 0) return emptyGeneration
  const { created_at: created } = await catalogue
    .selectFrom('generation')
    .select('created_at')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const versions = await catalogue
    .selectFrom('version')
    .selectAll()
    .where('from_gen', '<=', id)
    .where(({ eb, or }) => or([eb('to_gen', 'is', null), eb('to_gen', '>', id)]))
    .orderBy('table_id')
    .execute()
  return { id, created, tables: versions.map(rootTableOf) }
}

type Version = Selectable<DataSyncTables['version']>

function rootTableOf(version: Version): RootTable {
  const { profile_sha256: profile, profile_size: profileSize } = version
  return {
    id: version.table_id,
    name: version.name,
    dataset: version.dataset,
    ...(version.description === null ? {} : { description: version.description }),
    rows: version.rows,
    bytes: version.bytes,
    rejected: version.rejected,
    updated: version.created_at.toISOString(),
    schema: { sha256: version.schema_sha256, size: version.schema_size },
    profile: profile === null ? null : { sha256: profile, size: profileSize ?? 0 },
    manifest: { sha256: version.manifest_sha256, size: version.manifest_size },
  }
}
