import type { PoolClient } from 'pg'
import type { Database } from '../database/connect.ts'
import { onTransaction } from '../database/on-transaction.ts'

/**
 * Does several changes as one: all of them, or none when one throws. Two with the same `turn` never run
 * at the same moment, so that each sees what the other left.
 */
export async function inTransaction<Result>(
  db: Database,
  turn: string,
  change: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  return onTransaction(db, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [turn])
    return change(client)
  })
}
