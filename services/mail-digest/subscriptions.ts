import type { PoolClient } from 'pg'
import type { Database } from '#core/database/connect.ts'
import type { SendTime } from './send-time.ts'

/** What somebody has ordered. */
export interface Subscription extends SendTime {
  readonly username: string
  readonly toldSeq: number
  readonly mailedAt: Date | null
  /** The last digest in the outbox. */
  readonly mailId: number | null
}

const columns = `username, to_char(send_at, 'HH24:MI') as at, time_zone as "timeZone",
  told_seq as "toldSeq", mailed_at as "mailedAt", mail_id as "mailId"`

export async function subscriptionOf(
  db: Database,
  username: string,
): Promise<Subscription | undefined> {
  const { rows } = await db.pool.query<Subscription>(
    `select ${columns} from mail_digest.subscription where username = $1`,
    [username],
  )
  return rows[0]
}

/** Orders a digest or changes its time; what was told stays told. */
export async function subscribe(
  db: Database,
  username: string,
  { at, timeZone }: SendTime,
): Promise<void> {
  await db.pool.query(
    `insert into mail_digest.subscription (username, send_at, time_zone) values ($1, $2, $3)
     on conflict (username) do update
       set send_at = excluded.send_at, time_zone = excluded.time_zone`,
    [username, at, timeZone],
  )
}

export async function unsubscribe(db: Database, username: string): Promise<void> {
  await db.pool.query('delete from mail_digest.subscription where username = $1', [username])
}

/** Everyone who has ordered a digest, with the day of the last look. */
export async function subscribers(db: Database): Promise<readonly (Subscription & Looked)[]> {
  const { rows } = await db.pool.query<Subscription & Looked>(
    `select ${columns}, looked_on::text as "lookedOn" from mail_digest.subscription order by username`,
  )
  return rows
}

/** `2026-01-31` where the person is; null before the first look. */
interface Looked {
  readonly lookedOn: string | null
}

/**
 * Takes the look of a day, within a transaction; undefined when another process has taken it. A look of a day that
 * is still to come was taken by a clock that went wrong, or where the person is no longer, and holds nothing up.
 */
export async function takeLook(
  client: PoolClient,
  username: string,
  day: string,
): Promise<Subscription | undefined> {
  const { rows } = await client.query<Subscription>(
    `update mail_digest.subscription set looked_on = $2
     where username = $1 and looked_on is distinct from $2::date returning ${columns}`,
    [username, day],
  )
  return rows[0]
}

/** Notes, within a transaction, up to where a mail has told. */
export async function markMailed(
  client: PoolClient,
  username: string,
  { mailId, seq }: { readonly mailId: number; readonly seq: number },
): Promise<void> {
  await client.query(
    'update mail_digest.subscription set told_seq = $2, mailed_at = now(), mail_id = $3 where username = $1',
    [username, seq, mailId],
  )
}
