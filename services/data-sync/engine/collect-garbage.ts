import { sql } from 'kysely'
import { mayDelete } from '#core/backup/hold-deletions.ts'
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

/** An object may belong to a publication that is being prepared, however little is to be kept. */
const PREPARING_MS = 3_600_000

/** What was removed, for the log. */
export interface Collected {
  readonly versions: number
  readonly objects: number
  readonly bytes: number
}

/** Forgets versions that ended long ago, then removes the objects that nothing names any more. */
export async function collectGarbage(
  engine: Pick<EngineContext, 'catalogue' | 'objects'>,
  retention: Retention,
): Promise<Collected> {
  const before = new Date(Date.now() - retention.hours * 3_600_000)
  const { catalogue, objects } = engine
  const ended = await catalogue
    .deleteFrom('version')
    .where('ended_at', '<', before)
    .where(
      'to_gen',
      '<=',
      sql<number>`(select coalesce(max(id), 0) from data_sync.generation) - ${retention.generations}`,
    )
    .executeTakeFirst()
  await forgetRuns(engine, retention.runDays)

  const removed = await catalogue.transaction().execute(async (transaction) => {
    // A backup may be reading rows that name what nothing names any more; the next time will do.
    if (!(await mayDelete(transaction))) return { objects: 0, bytes: 0 }
    const unused = Math.min(before.getTime(), Date.now() - PREPARING_MS)
    return removeUnnamed(transaction, objects, new Date(unused))
  })
  return { versions: Number(ended.numDeletedRows), ...removed }
}

async function removeUnnamed(
  catalogue: Catalogue,
  objects: EngineContext['objects'],
  before: Date,
): Promise<{ objects: number; bytes: number }> {
  let removed = 0
  let bytes = 0
  for await (const object of objects.list()) {
    if (object.usedAt >= before) continue
    if (await isNamed(catalogue, object.sha256)) continue
    await objects.remove(object.sha256)
    removed += 1
    bytes += object.size
  }
  return { objects: removed, bytes }
}

async function isNamed(catalogue: Catalogue, sha256: string): Promise<boolean> {
  const row = await catalogue
    .selectFrom('version_object')
    .select('version_id')
    .where('sha256', '=', sha256)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function forgetRuns(
  { catalogue }: Pick<EngineContext, 'catalogue'>,
  days: number,
): Promise<void> {
  await catalogue
    .deleteFrom('run')
    .where('finished_at', '<', new Date(Date.now() - days * 86_400_000))
    .execute()
}
