import type { Queries } from '../catalogue/load-catalogue.ts'
import type { Tally, Vote } from './vote.ts'

/** The votes that count, of some items or of all: those for the words that the item has now. */
export async function countingVotes(
  queries: Queries,
  itemIds?: readonly string[],
): Promise<readonly Vote[]> {
  const { rows } = await queries.query<Vote>(
    `select v.item_id as "itemId", v.username, v.vote, v.word_hash as "wordHash", v.at::text as at
     from corporate_memory.vote v join corporate_memory.item i on i.id = v.item_id
     where v.word_hash = i.word_hash and ($1::text[] is null or v.item_id = any($1))
     order by v.item_id, v.username`,
    [itemIds ?? null],
  )
  return rows
}

/** All votes of some items, the oldest first, also those for words that are no longer there. */
export async function votesOf(
  queries: Queries,
  itemIds: readonly string[],
): Promise<readonly Vote[]> {
  const { rows } = await queries.query<Vote>(
    `select item_id as "itemId", username, vote, word_hash as "wordHash", at::text as at
     from corporate_memory.vote v where item_id = any($1) order by v.at, item_id, username`,
    [itemIds],
  )
  return rows
}

/** Makes the votes of some items these and no others. */
export async function replaceVotes(
  queries: Queries,
  itemIds: readonly string[],
  votes: readonly Vote[],
): Promise<void> {
  await queries.query('delete from corporate_memory.vote where item_id = any($1)', [itemIds])
  await queries.query(
    `insert into corporate_memory.vote (item_id, username, vote, word_hash, at)
     select "itemId", username, vote, "wordHash", at from jsonb_to_recordset($1::jsonb)
       as r("itemId" text, username text, vote smallint, "wordHash" text, at timestamptz)`,
    [JSON.stringify(votes)],
  )
}

/** How an item stands by the votes for it. */
export function tallyOf(votes: readonly Vote[]): Tally {
  const upvotes = votes.filter(({ vote }) => vote === 1).length
  return { upvotes, downvotes: votes.length - upvotes }
}
