import type { PoolClient } from 'pg'
import type { Database } from './connect.ts'

/**
 * Does `work` on one connection within one transaction. Kept when it resolves, unless `keep` is false; taken
 * back when it rejects, with its own error: where the connection is gone, so is the transaction.
 */
export async function onTransaction<Result>(
  db: Database,
  work: (client: PoolClient) => Promise<Result>,
  { keep }: { readonly keep: boolean } = { keep: true },
): Promise<Result> {
  const client = await db.pool.connect()
  let broken = true
  try {
    await client.query('begin')
    try {
      const result = await work(client)
      await client.query(keep ? 'commit' : 'rollback')
      broken = false
      return result
    } catch (error) {
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
