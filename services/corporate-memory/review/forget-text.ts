import type { Database } from '#core/database/connect.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { TURN } from '../catalogue/collect.ts'
import { TEXT_HELD_BACK } from '../catalogue/flags-of.ts'
import type { Item } from '../catalogue/item.ts'
import { loadCatalogue } from '../catalogue/load-catalogue.ts'
import { saveEvent } from '../catalogue/save-event.ts'
import { saveItems } from '../catalogue/save-items.ts'
import { statementOf } from '../merge/statement.ts'
import { requireItem } from './change-items.ts'

/** Who this is in the history: whoever has the command line of the server. */
export const ADMINISTRATOR = 'administrator'

const title = 'Held back'
const content = 'An administrator removed the text.'

/**
 * Removes what an item says, and ever said, for good, with what was merged into it: the way out for a secret that no
 * rule had found. The ids stay, with who said it, so that the same block brings nothing up again; what was done before
 * cannot be undone any more. Returns the ids.
 */
export function forgetText(db: Database, id: string): Promise<readonly string[]> {
  return inTransaction(db, TURN, async (client) => {
    const { items } = await loadCatalogue(client)
    const forgotten = [requireItem({ items }, id)]
    for (const one of forgotten) {
      forgotten.push(...[...items.values()].filter(({ mergedInto }) => mergedInto === one.id))
    }
    const ids = forgotten.map((item) => item.id)
    await saveItems(client, forgotten.map(withoutText), ADMINISTRATOR)
    await client.query(
      `update corporate_memory.item_version set title = $2, content = $3, tags = '{}'
       where item_id = any($1)`,
      [ids, title, content],
    )
    await client.query(`update corporate_memory.source set wording = '' where item_id = any($1)`, [
      ids,
    ])
    await client.query(`update corporate_memory.event set before = null where item_ids && $1`, [
      ids,
    ])
    await saveEvent(client, { actor: ADMINISTRATOR, action: 'forget', ids })
    return ids
  })
}

function withoutText(item: Item): Item {
  const living = item.status !== 'merged' && item.status !== 'withdrawn'
  return {
    ...item,
    ...{ title, content, tags: [], flags: [TEXT_HELD_BACK] },
    status: living ? 'rejected' : item.status,
    statusBefore: living ? null : 'rejected',
    version: item.version + 1,
    wordHash: statementOf(content).wordHash,
  }
}
