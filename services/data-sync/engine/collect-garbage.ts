import { sql } from 'kysely'
import { mayDelete } from '#core/backup/hold-deletions.ts'
import type { StoredObject } from '#core/files/object-store.ts'
import type { EngineContext } from './engine-context.ts'
import type { Catalogue } from './runs.ts'

/** How long what analysts may still be downloading is kept after it was replaced. */
export interface Retention {
  readonly hours: number
  /** Generations before the current one that stay whole, however old. */
  readonly generations: number
  /** Finished runs are kept this long. */
  readonly runDays: number
}

/** So many objects are judged and removed in one transaction: publications wait for the end of it. */
const BATCH = 500

/** What was removed, for the log. */
export interface Collected {
  readonly versions: number
  readonly objects: number
  readonly bytes: number
  /** False when a backup, or a publication, kept objects from being removed: it has to be tried again. */
  readonly complete: boolean
}

/** Forgets versions that ended long ago, then removes the objects that nothing names any more. */
export async function collectGarbage(
  engine: Pick<EngineContext, 'catalogue' | 'objects'>,
  retention: Retention,
): Promise<Collected> {
  const { catalogue, objects } = engine
  // By the clock of the database, which also wrote when they ended.
  const ended = await catalogue
    .deleteFrom('version')
    .where('ended_at', '<', sql<Date>`now() - ${retention.hours} * interval '1 hour'`)
    .where(
      'to_gen',
      '<=',
      sql<number>`(select coalesce(max(id), 0) from data_sync.generation) - ${retention.generations}`,
    )
    .executeTakeFirst()
  await catalogue
    .deleteFrom('run')
    .where('finished_at', '<', sql<Date>`now() - ${retention.runDays} * interval '1 day'`)
    .execute()

  await objects.bringBack()
  let removed = { objects: 0, bytes: 0, complete: true }
  for await (const batch of oldObjects(objects, retention.hours)) {
    const more = await removeUnnamed(engine, batch)
    if (!more) return { versions: Number(ended.numDeletedRows), ...removed, complete: false }
    removed = {
      objects: removed.objects + more.length,
      bytes: removed.bytes + more.reduce((sum, { size }) => sum + size, 0),
      complete: true,
    }
  }
  return { versions: Number(ended.numDeletedRows), ...removed }
}

async function* oldObjects(
  objects: EngineContext['objects'],
  hours: number,
): AsyncIterable<readonly StoredObject[]> {
  let batch: StoredObject[] = []
  for await (const object of objects.list()) {
    // What was used in a time to come was used while the clock was wrong: nobody knows when.
    if (Math.abs(Date.now() - object.usedAt.getTime()) < hours * 3_600_000) continue
    batch.push(object)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/**
 * Removes those of a batch that no version names; undefined when nothing may be removed now. Whoever is about to
 * name one holds deletions from before it looks for the object until it is named. So none of them is at work
 * between the look at the names and the answer at the end, after which none can find what is out of the way.
 */
async function removeUnnamed(
  { catalogue, objects }: Pick<EngineContext, 'catalogue' | 'objects'>,
  batch: readonly StoredObject[],
): Promise<readonly StoredObject[] | undefined> {
  return catalogue.transaction().execute(async (transaction) => {
    if (!(await mayDelete(transaction))) return undefined
    const named = await namesAmong(transaction, batch)
    const unnamed = batch.filter(({ sha256 }) => !named.has(sha256))
    await objects.remove(
      unnamed.map(({ sha256 }) => sha256),
      // Without an answer the connection, and with it the right to delete, may have been lost on the way.
      () => sql`select 1`.execute(transaction),
    )
    return unnamed
  })
}

async function namesAmong(
  catalogue: Catalogue,
  batch: readonly StoredObject[],
): Promise<ReadonlySet<string>> {
  const hashes = batch.map(({ sha256 }) => sha256)
  const rows = await catalogue
    .selectFrom('version_object')
    .select('sha256')
    .where('sha256', 'in', hashes)
    .execute()
  return new Set(rows.map(({ sha256 }) => sha256))
}
