import type { Queries } from '../catalogue/load-catalogue.ts'
import type { ItemView } from './item-view.ts'

/** The catalogue in numbers, as clients of the original know them. */
export interface Stats {
  readonly knowledge_count: number
  readonly contributors: number
  readonly categories: Readonly<Record<string, number>>
  readonly last_collection: string | null
  readonly your_votes: number
  readonly your_upvotes: number
  readonly your_rules: number
}

export async function statsOf(queries: Queries, views: readonly ItemView[]): Promise<Stats> {
  const items = views.filter(({ status }) => !['merged', 'withdrawn', 'rejected'].includes(status))
  const { rows } = await queries.query<{ at: Date }>(
    'select collected_at as at from corporate_memory.collection',
  )
  const counts: Record<string, number> = {}
  for (const { category } of items) counts[category] = (counts[category] ?? 0) + 1
  const voted = views.filter(({ myVote }) => myVote !== 0)
  const up = items.filter(({ myVote }) => myVote === 1)
  return {
    knowledge_count: items.length,
    contributors: new Set(items.flatMap(({ authors }) => authors.map(({ username }) => username)))
      .size,
    categories: counts,
    last_collection: rows[0]?.at.toISOString() ?? null,
    your_votes: voted.length,
    your_upvotes: voted.filter(({ myVote }) => myVote === 1).length,
    your_rules: up.length,
  }
}
