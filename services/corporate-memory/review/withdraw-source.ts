import type { Database } from '#core/database/connect.ts'
import { NotFound } from '#core/errors.ts'
import { changeItems, requireItem } from './change-items.ts'

/** A person takes back what their note says; an item that nobody else says goes at once. */
export async function withdrawSource(
  db: Database,
  { username, id }: { username: string; id: string },
): Promise<void> {
  await changeItems(db, { actor: username, action: 'withdraw', ids: [id] }, (catalogue, before) => {
    const item = requireItem(catalogue, id)
    const own = before.sources.filter((source) => source.username === username && source.alive)
    if (own.length === 0) throw new NotFound('unknown_source', 'Your note does not say this')
    const others = before.sources.some((source) => source.alive && source.username !== username)
    return {
      ...(!others && {
        items: [{ ...item, status: 'withdrawn' as const, statusBefore: item.status }],
      }),
      sources: own.map((source) => ({ ...source, alive: false, withdrawn: true })),
    }
  })
}
