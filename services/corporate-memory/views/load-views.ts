import { itemColumns, type Queries } from '../catalogue/load-catalogue.ts'
import type { Item } from '../catalogue/item.ts'
import { countingVotes, tallyOf } from '../review/votes.ts'
import type { Author, ItemView } from './item-view.ts'

type Row = Item & Pick<ItemView, 'createdAt' | 'updatedAt' | 'acceptedAt'>

/** All items as a person sees them, with who says them and how they voted. */
export async function loadViews(queries: Queries, username: string): Promise<readonly ItemView[]> {
  const { rows } = await queries.query<Row>(
    `select ${itemColumns}, created_at as "createdAt", updated_at as "updatedAt",
       accepted_at as "acceptedAt"
     from corporate_memory.item order by id`,
  )
  const votes = Map.groupBy(await countingVotes(queries), ({ itemId }) => itemId)
  const authors = await authorsOf(queries)
  return rows.map((row) => {
    const own = votes.get(row.id) ?? []
    const tally = tallyOf(own)
    return {
      ...row,
      ...tally,
      score: tally.upvotes - tally.downvotes,
      myVote: own.find((vote) => vote.username === username)?.vote ?? 0,
      authors: authors.get(row.id) ?? [],
    }
  })
}

async function authorsOf(queries: Queries): Promise<ReadonlyMap<string, readonly Author[]>> {
  const { rows } = await queries.query<{ itemId: string; username: string; name: string }>(
    `select distinct s.item_id as "itemId", s.username, coalesce(p.name, s.username) as name
     from corporate_memory.source s left join core.person p on p.username = s.username
     where s.alive order by s.username`,
  )
  const authors = new Map<string, Author[]>()
  for (const { itemId, username, name } of rows) {
    const list = authors.get(itemId) ?? []
    list.push({ username, name: displayName(name), initials: initialsOf(name) })
    authors.set(itemId, list)
  }
  return authors
}

/** `john.doe` as people write it. */
function displayName(name: string): string {
  const words = name.split(/[._]/).filter(Boolean)
  if (/[\s@]/.test(name) || words.length === 0) return name
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ')
}

function initialsOf(name: string): string {
  // By characters: half of one is none.
  const words = name
    .split(/[\s._@]+/)
    .filter(Boolean)
    .map((word) => [...word])
  const [first = [], last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return [...first.slice(0, last ? 1 : 2), ...(last ?? []).slice(0, 1)].join('').toUpperCase()
}
