import type { Database } from '#core/database/connect.ts'
import { Conflict, Forbidden, NotFound } from '#core/errors.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { TURN } from '../catalogue/collect.ts'
import { loadCatalogue } from '../catalogue/load-catalogue.ts'
import { saveEvent } from '../catalogue/save-event.ts'
import { saveItems } from '../catalogue/save-items.ts'
import { saveSources } from '../catalogue/save-refreshed.ts'
import { hasTextOf } from './edit-item.ts'
import { requireNoSecret, sourcesOf, type Snapshot } from './change-items.ts'
import { replaceVotes, votesOf } from './votes.ts'
import { votesApart } from './votes-apart.ts'
import { authorsActions } from './withdraw-source.ts'

/**
 * Puts items back to what they were before a change; Conflict when something was done to them since. What
 * notes say by now stays as it is: an item that nobody says any more is withdrawn. Only a merge moved votes.
 */
export function undo(db: Database, actor: string, eventId: number): Promise<void> {
  return inTransaction(db, TURN, async (client) => {
    const { rows } = await client.query<{
      ids: string[]
      before: Snapshot | null
      undone: boolean
      action: string
      at: Date
    }>(
      `select item_ids as ids, before, action, at, undone_at is not null as undone
       from corporate_memory.event where id = $1`,
      [eventId],
    )
    const [event] = rows
    if (!event?.before) throw new NotFound('unknown_event', 'There is nothing to undo')
    const { ids, before, action, at } = event
    if (authorsActions.includes(action)) {
      throw new Forbidden('authors_own', 'Only its author can take this back', {
        remedy: 'They find it on their page My notes.',
      })
    }
    const { rowCount: later } = await client.query(
      `select 1 from corporate_memory.event where id > $1 and item_ids && $2 and undone_at is null`,
      [eventId, ids],
    )
    if (event.undone || later !== 0) {
      throw new Conflict('changed_since', 'Something was done to it since', {
        remedy: 'Undo what came later first.',
      })
    }
    const catalogue = await loadCatalogue(client)
    const sources = before.sources.flatMap(({ username, block, itemId }) => {
      const now = catalogue.sources.get(username)?.get(block)
      return now ? [{ ...now, itemId }] : []
    })
    const known = new Set(sources.map(({ username, block }) => `${username} ${block}`))
    const added = sourcesOf(catalogue, ids).filter(
      ({ username, block }) => !known.has(`${username} ${block}`),
    )
    const all = [...sources, ...added]
    const isSaid = (id: string) => {
      const own = all.filter(({ itemId }) => itemId === id)
      return own.length === 0 || own.some(({ alive }) => alive)
    }
    const restored = before.items.flatMap((item) => {
      const now = catalogue.items.get(item.id)
      if (!now) return []
      // A version is never taken back: the older words become the newest version.
      const version = hasTextOf(now, item) ? now.version : now.version + 1
      if (item.status === 'merged' || item.status === 'withdrawn' || isSaid(item.id)) {
        return [{ ...item, version }]
      }
      return [{ ...item, version, status: 'withdrawn' as const, statusBefore: item.status }]
    })
    for (const item of restored) if (item.status === 'accepted') requireNoSecret(item)
    const was = new Set(before.items.map(({ id }) => id))
    const made = ids.flatMap((id) => (was.has(id) ? [] : (catalogue.items.get(id) ?? [])))
    const gone = made.map((item) => ({ ...item, status: 'withdrawn' as const, statusBefore: null }))
    await saveItems(client, [...restored, ...gone], actor)
    await saveSources(client, sources)
    if (action === 'merge') {
      const votes = votesApart(before.votes, await votesOf(client, ids), at)
      await replaceVotes(client, ids, votes)
    }
    await client.query('update corporate_memory.event set undone_at = now() where id = $1', [
      eventId,
    ])
    await saveEvent(client, { actor, action: 'undo', ids, blocksUndo: false })
  })
}
