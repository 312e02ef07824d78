import type { Database } from '#core/database/connect.ts'
import { withinTransaction } from '#core/database/within-transaction.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { TURN } from '../catalogue/collect.ts'
import { COLLECTOR } from '../catalogue/save-refreshed.ts'
import { changeItems } from './change-items.ts'

/** Lets what nobody confirmed for so many days expire; 0 days: nothing does. Returns how many. */
export async function expireOld(db: Database, days: number): Promise<number> {
  if (days <= 0) return 0
  return withinTransaction(db, { keep: true }, async (inner) => {
    // In turn, so that what is confirmed meanwhile is seen.
    const { rows } = await inTransaction(inner, TURN, (client) =>
      client.query<{ id: string }>(
        `select id from corporate_memory.item
         where status = 'accepted' and accepted_at < now() - make_interval(days => $1) order by id`,
        [days],
      ),
    )
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return 0
    await changeItems(inner, { actor: COLLECTOR, action: 'expire', ids }, (_catalogue, before) => ({
      items: before.items.map((item) => ({ ...item, status: 'expired' })),
    }))
    return ids.length
  })
}
