import type { Database } from '../database/connect.ts'
import { notificationColumns, type StoredNotification } from './notification.ts'

/** The next thing to bring to somebody. */
export interface DueDelivery extends StoredNotification {
  readonly attempts: number
}

/**
 * What is due on a channel: for each person the oldest that has not arrived, so that the order is kept;
 * urgent ones have a lane of their own.
 */
export async function dueDeliveries(
  db: Database,
  channel: string,
  limit: number,
): Promise<readonly DueDelivery[]> {
  const { rows } = await db.pool.query<DueDelivery>(
    `select ${notificationColumns}, attempts from (
       select distinct on (d.username, n.priority) n.*, d.attempts, d.next_try_at
       from core.delivery d join core.notification n using (seq)
       where d.channel = $1 and d.delivered_at is null and d.failed_at is null
       order by d.username, n.priority, d.seq
     ) first where next_try_at <= now() order by next_try_at limit $2`,
    [channel, limit],
  )
  return rows
}

/**
 * Milliseconds until something of the channel is due; undefined when nothing waits. What waits behind another of its
 * lane is not due before that one.
 */
export async function nextDueIn(db: Database, channel: string): Promise<number | undefined> {
  const { rows } = await db.pool.query<{ wait: number | null }>(
    `select extract(epoch from min(next_try_at) - now())::float8 * 1000 as wait from (
       select distinct on (d.username, n.priority) d.next_try_at
       from core.delivery d join core.notification n using (seq)
       where d.channel = $1 and d.delivered_at is null and d.failed_at is null
       order by d.username, n.priority, d.seq
     ) first`,
    [channel],
  )
  return rows[0]?.wait ?? undefined
}

export async function markDelivered(db: Database, channel: string, seq: number): Promise<void> {
  await db.pool.query(
    `update core.delivery set delivered_at = now(), attempts = attempts + 1, last_error = null
     where channel = $1 and seq = $2`,
    [channel, seq],
  )
}

/** Writes down a try that did not succeed, and when the next one is. */
export async function markRetry(
  db: Database,
  channel: string,
  seq: number,
  retry: { readonly error: string; readonly afterMs: number },
): Promise<void> {
  await db.pool.query(
    `update core.delivery set attempts = attempts + 1, last_error = $3,
       next_try_at = now() + $4 * interval '1 millisecond' where channel = $1 and seq = $2`,
    [channel, seq, retry.error, retry.afterMs],
  )
}

/** Puts a delivery off without counting it as a try. */
export async function postpone(
  db: Database,
  channel: string,
  seq: number,
  until: Date,
): Promise<void> {
  await db.pool.query('update core.delivery set next_try_at = $3 where channel = $1 and seq = $2', [
    channel,
    seq,
    until,
  ])
}

/** Ends a delivery that will not arrive; it stays visible with its reason. */
export async function giveUp(
  db: Database,
  channel: string,
  seq: number,
  { reason, tried }: { readonly reason: string; readonly tried: boolean },
): Promise<void> {
  await db.pool.query(
    `update core.delivery set failed_at = now(), attempts = attempts + $4, last_error = $3
     where channel = $1 and seq = $2`,
    [channel, seq, reason, tried ? 1 : 0],
  )
}

/** What a health page says of a channel. */
export interface ChannelState {
  readonly waiting: number
  /** What was tried in vain; what nobody wanted any more is no failure. */
  readonly failedToday: number
  readonly lastDelivery: Date | null
  /** Why the first of those that wait has not arrived yet. */
  readonly lastError: string | null
}

export async function channelState(db: Database, channel: string): Promise<ChannelState> {
  const { rows } = await db.pool.query<ChannelState>(
    `select count(*) filter (where delivered_at is null and failed_at is null) as waiting,
       count(*) filter (where failed_at > now() - interval '1 day' and attempts > 0) as "failedToday",
       max(delivered_at) as "lastDelivery",
       (array_agg(last_error order by seq) filter (
         where delivered_at is null and failed_at is null and last_error is not null))[1] as "lastError"
     from core.delivery where channel = $1`,
    [channel],
  )
  return rows[0] ?? { waiting: 0, failedToday: 0, lastDelivery: null, lastError: null }
}

/** What became of one notification on a channel, for its owner. */
export interface DeliveryRecord {
  readonly seq: number
  readonly title: string | null
  readonly createdAt: Date
  readonly attempts: number
  readonly deliveredAt: Date | null
  readonly failedAt: Date | null
  readonly nextTryAt: Date
  readonly lastError: string | null
}

/** A person's last deliveries on a channel, the newest first. */
export async function deliveriesOf(
  db: Database,
  channel: string,
  username: string,
  limit: number,
): Promise<readonly DeliveryRecord[]> {
  const { rows } = await db.pool.query<DeliveryRecord>(
    `select seq, coalesce(n.body->>'title', n.body->>'script', left(n.body->>'message', 80)) as title,
       n.created_at as "createdAt", d.attempts, d.delivered_at as "deliveredAt",
       d.failed_at as "failedAt", d.next_try_at as "nextTryAt", d.last_error as "lastError"
     from core.delivery d join core.notification n using (seq)
     where d.channel = $1 and d.username = $2 order by seq desc limit $3`,
    [channel, username, limit],
  )
  return rows
}
