import type { Database } from '#core/database/connect.ts'
import { COLLECTOR } from '../catalogue/save-refreshed.ts'
import { changeItems } from './change-items.ts'

/** Lets what nobody confirmed for so many days expire; 0 days: nothing does. Returns how many. */
export async function expireOld(db: Database, days: number): Promise<number> {
  if (days <= 0) return 0
  const { rows } = await db.pool.query<{ id: string }>(
    `select id from corporate_memory.item
     where status = 'accepted' and accepted_at < now() - make_interval(days => $1) order by id`,
    [days],
  )
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return 0
  await changeItems(db, { actor: COLLECTOR, action: 'expire', ids }, ({ items }) => ({
    items: ids.flatMap((id) => {
      const item = items.get(id)
      return item?.status === 'accepted' ? [{ ...item, status: 'expired' as const }] : []
    }),
  }))
  return ids.length
}
