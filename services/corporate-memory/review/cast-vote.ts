import type { Database } from '#core/database/connect.ts'
import { Conflict } from '#core/errors.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { TURN } from '../catalogue/collect.ts'
import type { ItemStatus } from '../catalogue/item.ts'
import { loadCatalogue } from '../catalogue/load-catalogue.ts'
import { saveEvent } from '../catalogue/save-event.ts'
import { saveItems } from '../catalogue/save-items.ts'
import { secretsInFact } from '../extract/secrets-in-fact.ts'
import { requireItem, requireText, requireWords, sourcesOf, type Snapshot } from './change-items.ts'
import { countingVotes } from './votes.ts'

/** A vote: 1, -1, or 0 to take it back; `seen` are the words that the person read. */
export interface Cast {
  readonly username: string
  readonly id: string
  readonly vote: -1 | 0 | 1
  readonly seen?: string
}

/** What people vote on: that it is true and of use to them. */
export const votable: readonly ItemStatus[] = ['pending', 'accepted', 'expired']

/**
 * Stores a vote; each waits for the one before. `needed` votes of others than the authors accept a pending item (0: none
 * do), unless a reviewer should look at it. Conflict when the text has changed since it was seen.
 */
export function castVote(
  db: Database,
  cast: Cast,
  { needed }: { readonly needed: number },
): Promise<void> {
  const { username, id, vote, seen } = cast
  return inTransaction(db, TURN, async (client) => {
    const catalogue = await loadCatalogue(client)
    const item = requireItem(catalogue, id)
    if (seen !== undefined) requireWords(item, seen)
    requireText(item)
    if (!votable.includes(item.status)) {
      throw new Conflict('not_now', `An item that is ${item.status} takes no votes`)
    }
    await client.query('delete from corporate_memory.vote where item_id = $1 and username = $2', [
      id,
      username,
    ])
    if (vote !== 0) {
      await client.query(
        `insert into corporate_memory.vote (item_id, username, vote, word_hash) values ($1, $2, $3, $4)`,
        [id, username, vote, item.wordHash],
      )
    }
    if (vote !== 1 || item.status !== 'pending' || needed <= 0 || item.flags.length > 0) return
    const sources = sourcesOf(catalogue, [id])
    const authors = new Set(sources.flatMap((one) => (one.alive ? one.username : [])))
    const votes = (await countingVotes(client, [id])).filter((one) => !authors.has(one.username))
    const score = votes.reduce((sum, one) => sum + one.vote, 0)
    if (score < needed || secretsInFact(item).length > 0) return
    await saveItems(client, [{ ...item, status: 'accepted' }], 'votes')
    const before: Snapshot = { items: [item], sources, votes }
    await saveEvent(client, { actor: 'votes', action: 'accept', ids: [id], before })
  })
}
