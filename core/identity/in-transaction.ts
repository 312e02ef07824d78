import type { PoolClient } from 'pg'
import type { Database } from '../database/connect.ts'

/**
 * Does several changes as one: all of them, or none when one throws. Two with the same `turn` never run
 * at the same moment, so that each sees what the other left.
 */
export async function inTransaction<Result>(
  db: Database,
  turn: string,
  change: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await db.pool.connect()
  let broken = true
  try {
    await client.query('begin')
    try {
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [turn])
      const result = await change(client)
      await client.query('commit')
      broken = false
      return result
    } catch (error) {
      // Where the connection is gone, so is the transaction: what is told is why.
      broken = await client.query('rollback').then(
        () => false,
        () => true,
      )
      throw error
    }
  } finally {
    // A connection whose transaction could not be ended must not serve anybody else.
    client.release(broken)
  }
}
