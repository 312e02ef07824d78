import type { Item } from '../catalogue/item.ts'
import type { Tally } from '../review/vote.ts'

/** A person whose note says an item. */
export interface Author {
  readonly username: string
  readonly name: string
  readonly initials: string
}

/** An item as one person sees it. */
export interface ItemView extends Item, Tally {
  readonly createdAt: Date
  readonly updatedAt: Date
  /** Since when it is accepted, or when that was last confirmed. */
  readonly acceptedAt: Date | null
  readonly score: number
  readonly myVote: -1 | 0 | 1
  readonly authors: readonly Author[]
}
