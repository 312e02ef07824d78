import type { Database } from '../database/connect.ts'
import { inTransaction } from '../identity/in-transaction.ts'

/** So many notifications are looked through in one step. */
const AT_ONCE = 5000

/**
 * Takes over, for one channel, what came since it looked last: one delivery for each notification to
 * somebody whom it reaches. A channel that is new begins at the head. Resolves to whether more may wait.
 */
export function claimDeliveries(
  db: Database,
  channel: string,
  reaches: (usernames: readonly string[]) => Promise<readonly string[]>,
): Promise<boolean> {
  return inTransaction(db, `core.channel ${channel}`, async (client) => {
    await client.query(
      'insert into core.channel (name, seq) select $1, head from core.inbox on conflict do nothing',
      [channel],
    )
    const { rows: ends } = await client.query<{ seq: number; end: number }>(
      `select seq, least(seq + ${AT_ONCE}, (select head from core.inbox)) as end
       from core.channel where name = $1`,
      [channel],
    )
    const { seq = 0, end = 0 } = ends[0] ?? {}
    if (end <= seq) return false
    const { rows: people } = await client.query<{ username: string }>(
      'select distinct username from core.notification where seq > $1 and seq <= $2',
      [seq, end],
    )
    const reached = await reaches(people.map(({ username }) => username))
    await client.query(
      `insert into core.delivery (channel, seq, username)
       select $1, n.seq, n.username from core.notification n
       left join core.channel_preference p on p.username = n.username and p.channel = $1
       where n.seq > $2 and n.seq <= $3 and n.username = any($4) and p.muted is not true
       on conflict do nothing`,
      [channel, seq, end, reached],
    )
    await client.query('update core.channel set seq = $2 where name = $1', [channel, end])
    return end - seq === AT_ONCE
  })
}
