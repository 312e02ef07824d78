import type { Item } from '../catalogue/item.ts'
import { itemColumns, type Queries } from '../catalogue/load-catalogue.ts'
import type { Vote } from '../review/vote.ts'
import { countingVotes } from '../review/votes.ts'

/** What was accepted, with the votes that count. */
export interface Accepted {
  readonly items: readonly Item[]
  readonly votes: readonly Vote[]
}

export async function acceptedItems(queries: Queries): Promise<Accepted> {
  const { rows } = await queries.query<Item>(
    `select ${itemColumns} from corporate_memory.item where status = 'accepted' order by id`,
  )
  return { items: rows, votes: await countingVotes(queries) }
}

/** What a person's agent reads: all that was accepted but what they voted against, the best first. */
export function rulesFor({ items, votes }: Accepted, username: string): readonly Item[] {
  const against = new Set(
    votes.filter((one) => one.username === username && one.vote === -1).map(({ itemId }) => itemId),
  )
  const scores = new Map<string, number>()
  for (const { itemId, vote } of votes) scores.set(itemId, (scores.get(itemId) ?? 0) + vote)
  return items
    .filter(({ id }) => !against.has(id))
    .toSorted(
      (a, b) => (scores.get(b.id) ?? 0) - (scores.get(a.id) ?? 0) || a.id.localeCompare(b.id),
    )
}
