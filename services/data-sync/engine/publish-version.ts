import { sql, type Transaction } from 'kysely'
import { holdDeletionsWithin } from '#core/backup/hold-deletions.ts'
import type { Events } from '#core/database/events.ts'
import { recordPublished, recordWithdrawn } from '#core/sync/published-tables.ts'
import type { TableSchema } from '#core/sync/table-schema.ts'
import type { RejectGroup } from '../worker/job.ts'
import type { EngineContext } from './engine-context.ts'
import { refuseTakenName } from './refusals.ts'
import type { Catalogue } from './runs.ts'
import type { DataSyncTables, ObjectRole } from './tables.ts'

/** Raised with the new generation's number after each publication. */
export const GENERATION_CHANNEL = 'data_sync_generation'

interface StoredObject {
  readonly sha256: string
  readonly size: number
}

/** A complete new version of one table, whose objects are durable. */
export interface NewVersion {
  readonly tableId: string
  readonly dataset: string
  readonly name: string
  readonly description?: string
  readonly rows: number
  readonly bytes: number
  readonly rejected: number
  readonly rejects: readonly RejectGroup[]
  readonly warnings: readonly string[]
  readonly schema: TableSchema
  readonly changeMarker: string | undefined
  readonly objects: {
    readonly schema: StoredObject
    readonly manifest: StoredObject
    readonly data: readonly StoredObject[]
    readonly profile?: StoredObject
    readonly rejects?: StoredObject
  }
}

/**
 * The commit point of a refresh: `store` makes the objects durable, and in one transaction with it a new
 * generation begins, the old version of the table ends with the one before, and everyone is told.
 */
export async function publishVersion(
  { catalogue, events }: Pick<EngineContext, 'catalogue' | 'events'>,
  store: (transaction: Transaction<DataSyncTables>) => Promise<NewVersion>,
): Promise<{ readonly version: NewVersion; readonly generation: number }> {
  return catalogue.transaction().execute(async (trx) => {
    await holdDeletionsWithin(trx)
    const version = await store(trx)
    const generation = await beginGeneration(trx)
    // Only from here on does nobody else publish: of two that began together the first has the name.
    await refuseTakenName(trx, { id: version.tableId, name: version.name })
    await endCurrent(trx, version.tableId, generation)
    await insertVersion(trx, version, generation)
    await pin(trx, version)
    await recordPublished(trx, {
      id: version.tableId,
      dataset: version.dataset,
      name: version.name,
      files: version.objects.data.map(({ sha256 }) => sha256),
    })
    await events.notify(GENERATION_CHANNEL, String(generation), trx)
    return { version, generation }
  })
}

/** Takes a table away: it ends with the current generation. Returns the new one, if it was there. */
export async function withdrawTable(
  catalogue: Catalogue,
  events: Events,
  tableId: string,
): Promise<number | undefined> {
  return catalogue.transaction().execute(async (trx) => {
    const current = await trx
      .selectFrom('version')
      .select('id')
      .where('table_id', '=', tableId)
      .where('to_gen', 'is', null)
      .executeTakeFirst()
    if (!current) return undefined
    const generation = await beginGeneration(trx)
    await endCurrent(trx, tableId, generation)
    await recordWithdrawn(trx, tableId)
    await events.notify(GENERATION_CHANNEL, String(generation), trx)
    return generation
  })
}

async function beginGeneration(trx: Transaction<DataSyncTables>): Promise<number> {
  // Publications of different tables take turns, so that numbers appear in the order of their commits.
  await sql`select pg_advisory_xact_lock(hashtext('data_sync.generation'))`.execute(trx)
  const { id } = await trx
    .insertInto('generation')
    .values((builder) => ({
      id: builder
        .selectFrom('generation')
        .select(sql<number>`coalesce(max(id), 0) + 1`.as('next'))
        .$asScalar(),
    }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function endCurrent(
  trx: Transaction<DataSyncTables>,
  tableId: string,
  generation: number,
): Promise<void> {
  await trx
    .updateTable('version')
    .set({ to_gen: generation, ended_at: sql`now()` })
    .where('table_id', '=', tableId)
    .where('to_gen', 'is', null)
    .execute()
}

async function insertVersion(
  trx: Transaction<DataSyncTables>,
  version: NewVersion,
  generation: number,
): Promise<void> {
  const { schema, profile, manifest, data, rejects } = version.objects
  const { id } = await trx
    .insertInto('version')
    .values({
      table_id: version.tableId,
      dataset: version.dataset,
      name: version.name,
      description: version.description ?? null,
      rows: version.rows,
      bytes: version.bytes,
      rejected: version.rejected,
      rejects: JSON.stringify(version.rejects),
      warnings: JSON.stringify(version.warnings),
      schema_sha256: schema.sha256,
      schema_size: schema.size,
      profile_sha256: profile?.sha256 ?? null,
      profile_size: profile?.size ?? null,
      manifest_sha256: manifest.sha256,
      manifest_size: manifest.size,
      rejects_sha256: rejects?.sha256 ?? null,
      from_gen: generation,
      to_gen: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const row = (role: ObjectRole) => (object: StoredObject) => ({
    version_id: id,
    sha256: object.sha256,
    size: object.size,
    role,
  })
  await trx
    .insertInto('version_object')
    .values([
      row('schema')(schema),
      row('manifest')(manifest),
      ...data.map(row('data')),
      ...(profile ? [row('profile')(profile)] : []),
      ...(rejects ? [row('rejects')(rejects)] : []),
    ])
    .execute()
}

async function pin(trx: Transaction<DataSyncTables>, version: NewVersion): Promise<void> {
  await trx
    .updateTable('source_table')
    .set({
      pinned_schema: JSON.stringify(version.schema),
      change_marker: version.changeMarker ?? null,
      last_checked_at: sql`now()`,
    })
    .where('id', '=', version.tableId)
    .execute()
}
