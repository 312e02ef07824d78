import { sql, type Kysely } from 'kysely'
import type { ClientBase } from 'pg'

// Any number will do, as long as every version of the stack takes the same.
const LOCK = 7_215_233_482

/**
 * Keeps files that rows name from being removed for good, until they may go or the connection is closed: a backup
 * reads the rows first, in one snapshot, and their files after them. Waits for a removal that is at work.
 */
export async function holdDeletions(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_lock_shared($1)', [LOCK])
}

/**
 * The same until the end of a transaction: what it finds on the disk, or puts there, is still there when it names
 * it. When its connection is lost, so is the right, and then nothing is named either.
 */
export async function holdDeletionsWithin<Tables>(transaction: Kysely<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${LOCK}::bigint)`.execute(transaction)
}

/** Ends `holdDeletions`. */
export async function letDeletionsGo(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_unlock_shared($1)', [LOCK])
}

/**
 * Whether files that nothing names may be removed until the end of this transaction; not while a backup reads, or
 * somebody prepares to name some. The transaction must still answer when the files are out of reach.
 */
export async function mayDelete<Tables>(transaction: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(${LOCK}::bigint) as free`.execute(transaction)
  return rows[0]?.free === true
}
