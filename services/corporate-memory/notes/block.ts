/** One statement of a note: a list item, a paragraph with its example, or a table. */
export interface Block {
  /** Of its text, however it is wrapped; tells it from the other blocks of the same note. */
  readonly hash: string
  /** As it stands in the note. */
  readonly raw: string
  readonly text: string
  /** The headings above it, the outermost first. */
  readonly headings: readonly string[]
  /** Where it begins in the file, from 1. */
  readonly line: number
  /** The line above that leads to it, such as `The password is:`. */
  readonly lead: string
}
