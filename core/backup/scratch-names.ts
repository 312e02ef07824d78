import { randomBytes } from 'node:crypto'
import type { PoolClient } from 'pg'
import { messageOf } from '../errors.ts'
import type { Database } from '../database/connect.ts'
import type { Logger } from '../log.ts'

const PREFIX = 'scratch_ai_data_analyst_'

/** The first key of the advisory locks of scratch databases; the second one is in the name. */
const LOCKS = 0x5c7a7c4

/** A name for a scratch database, and the connection that says to all other runs that its own is alive. */
export interface HeldName {
  readonly name: string
  readonly client: PoolClient
}

/**
 * A new name, with a lock that the server takes from a session whose process died, however it did. It is held before
 * the database is there, so that no moment leaves one that nobody knows. Whoever asks releases the connection.
 */
export async function holdScratchName({ pool }: Database): Promise<HeldName> {
  const key = randomBytes(4)
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1, $2)', [LOCKS, key.readInt32BE()])
  } catch (error) {
    client.release(true)
    throw error
  }
  return { name: `${PREFIX}${key.toString('hex')}`, client }
}

/**
 * Removes the scratch databases of this role whose run is dead: a name of ours that no session holds. One that is
 * somebody's work still, or that cannot be removed, stays and is told of.
 */
export async function sweepDeadScratches({ pool }: Database, log: Logger): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select datname as name from pg_database
     where datname ~ ('^' || $1 || '[0-9a-f]{8}$')
       and datdba = (select oid from pg_roles where rolname = current_user)
       and not exists (
         select from pg_locks
         where locktype = 'advisory' and objsubid = 2 and classid = $2
           and lpad(to_hex(objid::bigint), 8, '0') = right(datname, 8))`,
    [PREFIX, LOCKS],
  )
  for (const { name } of rows) {
    try {
      // Not by force: whoever is connected is at work in it.
      await pool.query(`drop database if exists ${name}`)
      log.info({ name }, 'removed the scratch database of a run that was killed')
    } catch (error) {
      log.warn({ name, reason: messageOf(error) }, 'a scratch database stays that a run left')
    }
  }
}
