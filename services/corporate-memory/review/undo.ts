import type { Database } from '#core/database/connect.ts'
import { Conflict, NotFound } from '#core/errors.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { TURN } from '../catalogue/collect.ts'
import { loadCatalogue } from '../catalogue/load-catalogue.ts'
import { saveItems } from '../catalogue/save-items.ts'
import { saveSources } from '../catalogue/save-refreshed.ts'
import { sourcesOf, type Snapshot } from './change-items.ts'
import { replaceVotes } from './votes.ts'

/** Puts items back to what they were before a change; Conflict when something was done to them since. */
export function undo(db: Database, actor: string, eventId: number): Promise<void> {
  return inTransaction(db, TURN, async (client) => {
    const { rows } = await client.query<{
      ids: string[]
      before: Snapshot | null
      undone: boolean
    }>(
      `select item_ids as ids, before, undone_at is not null as undone
       from corporate_memory.event where id = $1`,
      [eventId],
    )
    const [event] = rows
    if (!event?.before) throw new NotFound('unknown_event', 'There is nothing to undo')
    const { ids, before } = event
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
    const restored = before.items.flatMap((item) => {
      const now = catalogue.items.get(item.id)
      if (!now) return []
      // A version is never taken back: the older words become the newest version.
      const version = now.wordHash === item.wordHash ? now.version : now.version + 1
      return [{ ...item, version }]
    })
    const was = new Set(before.items.map(({ id }) => id))
    const made = ids.flatMap((id) => (was.has(id) ? [] : (catalogue.items.get(id) ?? [])))
    const gone = made.map((item) => ({ ...item, status: 'withdrawn' as const, statusBefore: null }))
    await saveItems(client, [...restored, ...gone], actor)
    const known = new Set(before.sources.map(({ username, block }) => `${username} ${block}`))
    const added = sourcesOf(catalogue, ids).filter(
      ({ username, block }) => !known.has(`${username} ${block}`),
    )
    await saveSources(client, [...before.sources, ...added])
    await replaceVotes(client, ids, before.votes)
    await client.query('update corporate_memory.event set undone_at = now() where id = $1', [
      eventId,
    ])
    await client.query(
      `insert into corporate_memory.event (actor, action, item_ids, undone_at)
       values ($1, 'undo', $2, now())`,
      [actor, ids],
    )
  })
}
