import type { Database } from '#core/database/connect.ts'
import { until } from './until.ts'

/** Whether work that was begun waits for a turn that another transaction has, or ends without a wait. */
export function waitsOrEnds({ pool }: Database, work: Promise<unknown>): Promise<'waits' | 'ends'> {
  let ended = false
  const end = () => {
    ended = true
  }
  work.then(end, end)
  return until(async () => {
    if (ended) return 'ends'
    const { rowCount } = await pool.query(
      `select from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    )
    return rowCount ? 'waits' : undefined
  }, 'it waits for its turn')
}
