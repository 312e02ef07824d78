import type { Database } from '#core/database/connect.ts'
import { NotFound } from '#core/errors.ts'
import { changeItems, requireItem } from './change-items.ts'

/** What authors do with their own notes; nobody undoes it for them. */
export const authorsActions: readonly string[] = ['withdraw', 'say again']

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

/**
 * A person lets count again what they took back. Their note is read anew by the next collection: if it still
 * says this, the item comes back as it was.
 */
export async function sayAgain(
  db: Database,
  { username, id }: { username: string; id: string },
): Promise<void> {
  const change = { actor: username, action: 'say again', ids: [id] }
  await changeItems(db, change, (catalogue, before) => {
    requireItem(catalogue, id)
    const own = before.sources.filter((one) => one.username === username && one.withdrawn)
    if (own.length === 0) throw new NotFound('unknown_source', 'You did not take this back')
    return {
      sources: own.map((source) => ({ ...source, withdrawn: false })),
      rereadNoteOf: username,
    }
  })
}
