import type { PoolClient } from 'pg'
import type { Database } from '#core/database/connect.ts'
import type { SendTime } from './send-time.ts'

/** What somebody has ordered. */
export interface Subscription extends SendTime {
  readonly username: string
  readonly toldSeq: number
  readonly mailedAt: Date | null
}

const columns = `username, to_char(send_at, 'HH24:MI') as at, time_zone as "timeZone",
  told_seq as "toldSeq", mailed_at as "mailedAt"`

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

const isDue = `(looked_on is null or looked_on < (now() at time zone time_zone)::date)
  and send_at <= (now() at time zone time_zone)::time`

/** Whose time has come today and who was not looked at since. */
export async function dueSubscribers(db: Database): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ username: string }>(
    `select username from mail_digest.subscription where ${isDue} order by username`,
  )
  return rows.map(({ username }) => username)
}

/** Takes the look of today, within a transaction; undefined when another process has taken it. */
export async function takeLook(
  client: PoolClient,
  username: string,
): Promise<Subscription | undefined> {
  const { rows } = await client.query<Subscription>(
    `update mail_digest.subscription set looked_on = (now() at time zone time_zone)::date
     where username = $1 and ${isDue} returning ${columns}`,
    [username],
  )
  return rows[0]
}

/** Notes, within a transaction, what a mail has told of. */
export async function markMailed(client: PoolClient, username: string, seq: number): Promise<void> {
  await client.query(
    'update mail_digest.subscription set told_seq = $2, mailed_at = now() where username = $1',
    [username, seq],
  )
}
