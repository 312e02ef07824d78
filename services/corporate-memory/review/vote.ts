/** One person's vote for an item, for the words they saw. */
export interface Vote {
  readonly itemId: string
  readonly username: string
  readonly vote: 1 | -1
  readonly wordHash: string
  readonly at: string
}

/** Votes for and against an item: only those for the words that it has now count. */
export interface Tally {
  readonly upvotes: number
  readonly downvotes: number
}
