import type { Database } from '#core/database/connect.ts'
import { rest } from '#core/rest.ts'
import { laneOf, RUN_LANE, type RawUpdate } from './update.ts'

/** Rings when updates were stored. */
export const UPDATE_EVENT = 'telegram_bot.update'

/** An update that waits to be handled. */
export interface StoredUpdate {
  readonly id: number
  readonly lane: string
  readonly body: RawUpdate
  readonly attempts: number
  /** Whether a script was started for it already. */
  readonly begun: boolean
  /** What is to be answered, where that is known already. */
  readonly reply: string | null
}

/** Keeps updates, those that are known already left alone, and wakes whoever handles them. */
export async function storeUpdates(db: Database, updates: readonly RawUpdate[]): Promise<void> {
  if (updates.length === 0) return
  await db.pool.query(
    `with stored as (
       insert into telegram_bot.update (update_id, lane, body)
       select * from unnest($1::bigint[], $2::text[], $3::jsonb[]) on conflict do nothing
       returning 1
     )
     select pg_notify($4, '') from (select count(*) from stored) counted`,
    [
      updates.map(({ update_id: id }) => id),
      updates.map(laneOf),
      updates.map((update) => JSON.stringify(update, storable)),
      UPDATE_EVENT,
    ],
  )
}

/** PostgreSQL's jsonb has no place for NUL and half characters; one of them must not stop all updates. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value
}

/** What may be handled now: the first of every lane that is not busy, scripts or everything else. */
export async function dueUpdates(
  db: Database,
  kind: 'runs' | 'chats',
  busy: readonly string[],
  limit: number,
): Promise<readonly StoredUpdate[]> {
  const { rows } = await db.pool.query<StoredUpdate>(
    `select update_id as id, lane, body, attempts, begun_at is not null as begun, reply from (
       select distinct on (lane) * from telegram_bot.update
       where handled_at is null and failed_at is null
         and starts_with(lane, $1) = $2 and not lane = any($3)
       order by lane, update_id
     ) first where next_try_at <= now() order by update_id limit $4`,
    [RUN_LANE, kind === 'runs', busy, limit],
  )
  return rows
}

export async function markHandled(db: Database, id: number): Promise<void> {
  await db.pool.query(
    'update telegram_bot.update set handled_at = now(), last_error = null where update_id = $1',
    [id],
  )
}

/** Notes that a script starts, so that no second attempt starts it again. */
export async function markBegun(db: Database, id: number): Promise<void> {
  await db.pool.query('update telegram_bot.update set begun_at = now() where update_id = $1', [id])
}

export async function keepReply(db: Database, id: number, reply: string): Promise<void> {
  await db.pool.query('update telegram_bot.update set reply = $2 where update_id = $1', [id, reply])
}

/** With the waits below it is tried for about an hour. */
const MAX_ATTEMPTS = 20
const FIRST_WAIT_MS = 300

/** Notes that handling failed; tried again after a wait, and ended with its reason after twenty times. */
export async function markFailed(
  db: Database,
  { id, attempts }: Pick<StoredUpdate, 'id' | 'attempts'>,
  reason: string,
  afterMs = FIRST_WAIT_MS * 2 ** Math.min(attempts, 10),
): Promise<void> {
  await db.pool.query(
    `update telegram_bot.update set attempts = attempts + 1, last_error = $2,
       next_try_at = now() + $3 * interval '1 millisecond',
       failed_at = case when attempts + 1 >= $4 then now() end
     where update_id = $1`,
    [id, reason, afterMs, MAX_ATTEMPTS],
  )
}

/** Ends an update that no other try would help, with its reason. */
export async function giveUp(db: Database, id: number, reason: string): Promise<void> {
  await db.pool.query(
    `update telegram_bot.update set attempts = attempts + 1, last_error = $2, failed_at = now()
     where update_id = $1`,
    [id, reason],
  )
}

/** Takes away what was handled or given up and came more than `days` ago, again and again until the signal. */
export async function keepPruned(
  db: Database,
  { days, everyMs }: { readonly days: number; readonly everyMs: number },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await db.pool.query(
      `delete from telegram_bot.update where received_at < now() - make_interval(days => $1)
         and (handled_at is not null or failed_at is not null)`,
      [days],
    )
    await rest(everyMs, signal)
  }
}

/** How the handling of updates stands. */
export interface UpdateState {
  readonly waiting: number
  readonly failedToday: number
  readonly lastHandled: Date | null
}

export async function updateState(db: Database): Promise<UpdateState> {
  const { rows } = await db.pool.query<UpdateState>(
    `select count(*) filter (where handled_at is null and failed_at is null) as waiting,
       count(*) filter (where failed_at > now() - interval '1 day') as "failedToday",
       max(handled_at) as "lastHandled"
     from telegram_bot.update`,
  )
  return rows[0] ?? { waiting: 0, failedToday: 0, lastHandled: null }
}
