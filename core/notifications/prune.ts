import type { Database } from '../database/connect.ts'
import { inTransaction } from '../identity/in-transaction.ts'

/**
 * Takes notifications away that are older than `days`, with their images, and remembers for each person
 * how far, so that a client with an older cursor is told of the gap. Returns how many went.
 */
export function pruneInbox(db: Database, days: number): Promise<number> {
  return inTransaction(db, 'core.prune-inbox', async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `with gone as (
         delete from core.notification where created_at < now() - make_interval(days => $1)
         returning username, seq
       ), remembered as (
         insert into core.inbox_pruned (username, seq)
         select username, max(seq) from gone group by username
         on conflict (username) do update set seq = greatest(core.inbox_pruned.seq, excluded.seq)
       )
       select count(*) from gone`,
      [days],
    )
    await client.query(
      'delete from core.notification_image where created_at < now() - make_interval(days => $1)',
      [days],
    )
    return Number(rows[0]?.count ?? 0)
  })
}
