import type { Database } from '#core/database/connect.ts'

/** An alert: of a script, or of one of the keys that the script gives. */
export interface Alert {
  readonly username: string
  readonly name: string
  readonly key: string
}

/** What was told at a time that is still to come was told by a clock that went wrong: it is quiet no longer. */
const isQuiet = 'quiet_until > now() and told_at <= now()'

/** Whether an alert may be told: not within its cooldown. */
export async function mayTell(db: Database, { username, name, key }: Alert): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    `select from notify_runner.told
     where username = $1 and name = $2 and key = $3 and ${isQuiet}`,
    [username, name, key],
  )
  return rowCount === 0
}

/** Remembers that an alert was told now. */
export async function rememberTold(
  db: Database,
  { username, name, key }: Alert,
  cooldownMs: number,
): Promise<void> {
  await db.pool.query(
    `insert into notify_runner.told (username, name, key, told_at, quiet_until)
     values ($1, $2, $3, now(), now() + $4 * interval '1 millisecond')
     on conflict (username, name, key) do update
       set told_at = excluded.told_at, quiet_until = excluded.quiet_until`,
    [username, name, key, cooldownMs],
  )
}

/** Whether a whole script is quiet; one that uses keys never is. */
export async function isQuietNow(db: Database, username: string, name: string): Promise<boolean> {
  return (await quietUntil(db, username, name)) !== undefined
}

/** Until when a whole script is quiet and not run on schedule; undefined when it is not. */
export async function quietUntil(
  db: Database,
  username: string,
  name: string,
): Promise<Date | undefined> {
  const { rows } = await db.pool.query<{ until: Date | null }>(
    `select case when bool_and(key = '' and ${isQuiet}) then max(quiet_until) end as until
     from notify_runner.told where username = $1 and name = $2`,
    [username, name],
  )
  return rows[0]?.until ?? undefined
}
