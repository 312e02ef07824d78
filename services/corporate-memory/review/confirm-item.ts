import type { Database } from '#core/database/connect.ts'
import { Conflict } from '#core/errors.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { TURN } from '../catalogue/collect.ts'
import { loadCatalogue } from '../catalogue/load-catalogue.ts'
import { saveEvent } from '../catalogue/save-event.ts'
import { requireItem, requireWords } from './change-items.ts'

/**
 * A reviewer says that what was accepted is still true: the days after which it expires begin anew. It changes
 * nothing else, so there is nothing to undo, and what was done before can be undone as before.
 */
export function confirmItem(
  db: Database,
  { actor, id, seen }: { actor: string; id: string; seen: string },
): Promise<void> {
  return inTransaction(db, TURN, async (client) => {
    const item = requireItem(await loadCatalogue(client), id)
    requireWords(item, seen)
    if (item.status !== 'accepted') {
      throw new Conflict('not_now', `An item that is ${item.status} cannot be confirmed`)
    }
    await client.query('update corporate_memory.item set accepted_at = now() where id = $1', [id])
    await saveEvent(client, { actor, action: 'confirm', ids: [id], blocksUndo: false })
  })
}
