import type { Database } from '#core/database/connect.ts'
import { Conflict } from '#core/errors.ts'
import { changeItems, requireItem, requireLiving, requireText } from './change-items.ts'
import type { Vote } from './vote.ts'

/** Makes one item of two: sources and votes go to `into`, one vote a person, the newest; undone by undo. */
export async function mergeItems(
  db: Database,
  { actor, from, into }: { actor: string; from: string; into: string },
): Promise<void> {
  await changeItems(db, { actor, action: 'merge', ids: [from, into] }, (catalogue, before) => {
    const [loser, winner] = [requireItem(catalogue, from), requireItem(catalogue, into)]
    if (from === into) throw new Conflict('not_now', 'It is one already')
    for (const item of [loser, winner]) {
      requireLiving(item)
      requireText(item)
    }
    const newest = new Map<string, Vote>()
    for (const vote of before.votes) {
      // Who voted for words of either that are gone has not seen what is there now.
      const { wordHash } = requireItem(catalogue, vote.itemId)
      const counts = vote.wordHash === wordHash
      newest.set(vote.username, {
        ...vote,
        itemId: into,
        wordHash: counts ? winner.wordHash : vote.wordHash,
      })
    }
    return {
      items: [{ ...loser, status: 'merged', statusBefore: loser.status, mergedInto: into }],
      sources: before.sources
        .filter(({ itemId }) => itemId === from)
        .map((source) => ({ ...source, itemId: into })),
      votes: [...newest.values()],
    }
  })
}
