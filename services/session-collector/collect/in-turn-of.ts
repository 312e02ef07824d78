import type { Database } from '#core/database/connect.ts'
import { withinTransaction } from '#core/database/within-transaction.ts'

/**
 * Does `work` in one transaction, after whatever else is going on with what this person sent: pieces of a
 * transcript and its deletion must not meet.
 */
export function inTurnOf<Result>(
  db: Database,
  username: string,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  return withinTransaction(db, { keep: true }, async (inner) => {
    const turn = `session_collector.own ${username}`
    await inner.pool.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [turn])
    return work(inner)
  })
}
