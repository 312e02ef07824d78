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

/** Ends `holdDeletions`. */
export async function letDeletionsGo(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_unlock_shared($1)', [LOCK])
}

/** Whether files may be removed until the end of this transaction; not while a backup reads. */
export async function mayDelete<Tables>(transaction: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(${LOCK}::bigint) as free`.execute(transaction)
  return rows[0]?.free === true
}
