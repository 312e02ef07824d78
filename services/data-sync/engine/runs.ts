import { sql, type Kysely, type Selectable } from 'kysely'
import type { Events } from '#core/database/events.ts'
import { Conflict } from '#core/errors.ts'
import { runErrorOf } from './run-error.ts'
import type { DataSyncTables, RunStatus, RunTrigger } from './tables.ts'

export type Catalogue = Kysely<DataSyncTables>
export type Run = Selectable<DataSyncTables['run']>

/** Raised with the run's id whenever a run is requested, makes progress or ends. */
export const RUN_CHANNEL = 'data_sync_run'

/** Who wants which source or table looked at, and why. Without `tableId` the whole source. */
export interface RunRequest {
  readonly source: string
  readonly tableId?: string
  readonly trigger: RunTrigger
  readonly requestedBy?: string
}

/** How a run ended. */
export interface RunOutcome {
  readonly status: Extract<RunStatus, 'published' | 'unchanged' | 'discovered'>
  readonly rows?: number
  readonly rejected?: number
  readonly bytesPublished?: number
  readonly generation?: number
  readonly details?: readonly string[]
}

/** Whether a person asked for a run, and waits for what comes of it. */
export function askedByPerson({ trigger }: Pick<Run, 'trigger'>): boolean {
  return trigger === 'portal' || trigger === 'command'
}

/**
 * Queues a run and wakes the engine. A request that equals a queued one joins it: its id is returned, and it
 * becomes the run of the person who asks, where it was nobody's.
 */
export async function requestRun(
  catalogue: Catalogue,
  events: Events,
  request: RunRequest,
): Promise<number> {
  const inserted = await catalogue
    .insertInto('run')
    .values({
      source: request.source,
      table_id: request.tableId ?? null,
      trigger: request.trigger,
      requested_by: request.requestedBy ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  const id = inserted?.id ?? (await joinQueued(catalogue, request))
  // Between the two statements the queued run may have been taken: then ask once more.
  if (id === undefined) return requestRun(catalogue, events, request)
  await events.notify(RUN_CHANNEL, String(id), catalogue)
  return id
}

async function joinQueued(catalogue: Catalogue, request: RunRequest): Promise<number | undefined> {
  const queued = await catalogue
    .selectFrom('run')
    .select(['id', 'trigger'])
    .where('status', '=', 'queued')
    .where('source', '=', request.source)
    .where(sql`coalesce(table_id, '')`, '=', request.tableId ?? '')
    .executeTakeFirst()
  if (!queued || askedByPerson(queued) || !askedByPerson(request)) return queued?.id
  const joined = await catalogue
    .updateTable('run')
    .set({ trigger: request.trigger, requested_by: request.requestedBy ?? null })
    .where('id', '=', queued.id)
    .where('status', '=', 'queued')
    .returning('id')
    .executeTakeFirst()
  return joined?.id
}

/** Takes the oldest queued run whose table or source is not being worked on. */
export async function claimRun(catalogue: Catalogue): Promise<Run | undefined> {
  const free = catalogue
    .selectFrom('run as queued')
    .select('queued.id')
    .where('queued.status', '=', 'queued')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('run as busy')
            .select('busy.id')
            .where('busy.status', '=', 'running')
            .whereRef('busy.source', '=', 'queued.source')
            .where(sql<boolean>`busy.table_id is not distinct from queued.table_id`),
        ),
      ),
    )
    .orderBy('queued.id')
    .limit(1)
    .forUpdate()
    .skipLocked()
  return catalogue
    .updateTable('run')
    .set({ status: 'running', started_at: sql`now()` })
    .where('id', 'in', free)
    .returningAll()
    .executeTakeFirst()
}

/**
 * Makes sure that a run is still ours until the end of the transaction. A process that stood still for longer than
 * its lease lasts knows nothing of the one that took its place, and that has perhaps published newer rows.
 * @throws {Conflict} `run_taken_over`.
 */
export async function holdRun(transaction: Catalogue, id: number): Promise<void> {
  const own = await transaction
    .selectFrom('run')
    .select('id')
    .where('id', '=', id)
    .where('status', '=', 'running')
    .forShare()
    .executeTakeFirst()
  if (own) return
  throw new Conflict(
    'run_taken_over',
    'Another process took this run over; nothing was published',
    {
      remedy: 'It was queued again by itself.',
    },
  )
}

/** Ends a run well, unless it was ended already, as by who took it over. */
export async function finishRun(
  catalogue: Catalogue,
  events: Events,
  id: number,
  outcome: RunOutcome,
): Promise<void> {
  await catalogue
    .updateTable('run')
    .set({
      status: outcome.status,
      finished_at: sql`now()`,
      rows: outcome.rows ?? null,
      rejected: outcome.rejected ?? null,
      bytes_published: outcome.bytesPublished ?? 0,
      generation: outcome.generation ?? null,
      details: JSON.stringify(outcome.details ?? []),
    })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .execute()
  await events.notify(RUN_CHANNEL, String(id))
}

/** Ends a run badly, unless it was ended already: what went wrong and what the reader can do stays with it. */
export async function failRun(
  catalogue: Catalogue,
  events: Events,
  id: number,
  error: unknown,
): Promise<void> {
  const { code, message, remedy } = runErrorOf(error)
  await catalogue
    .updateTable('run')
    .set({
      status: 'failed',
      finished_at: sql`now()`,
      error_code: code,
      error: message,
      remedy,
    })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .execute()
  await events.notify(RUN_CHANNEL, String(id))
}

/**
 * Marks what a process that is gone left running, and queues it again, both or neither. To be called only
 * by the one that holds the engine's lease.
 */
export async function recoverRuns(catalogue: Catalogue, events: Events): Promise<number> {
  return catalogue.transaction().execute(async (transaction) => {
    const left = await transaction
      .updateTable('run')
      .set({
        status: 'interrupted',
        finished_at: sql`now()`,
        error_code: 'interrupted',
        error: 'The server stopped while this ran; nothing was published.',
        remedy: 'It was queued again by itself.',
      })
      .where('status', '=', 'running')
      .returning(['source', 'table_id', 'trigger', 'requested_by'])
      .execute()
    for (const run of left) {
      await requestRun(transaction, events, {
        source: run.source,
        trigger: run.trigger,
        ...(run.table_id !== null && { tableId: run.table_id }),
        ...(run.requested_by !== null && { requestedBy: run.requested_by }),
      })
    }
    return left.length
  })
}
