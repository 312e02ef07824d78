import type { Category } from './category.ts'

/** What a block of a note says, in the form that is shared. */
export interface Fact {
  /** At most 60 characters. */
  readonly title: string
  /** At most 500 characters. */
  readonly content: string
  readonly category: Category
  /** Two to four where the text gives that many. */
  readonly tags: readonly string[]
}
