/** One statement of a note: a list item, a paragraph with its example, or a table. */
export interface Block {
  /** Of its scope and text, however it is wrapped; tells it from the other blocks of the same note. */
  readonly hash: string
  /** As it stands in the note. */
  readonly raw: string
  readonly text: string
  /** The headings above it, the outermost first. */
  readonly headings: readonly string[]
  /** Where it begins in the file, from 1. */
  readonly line: number
  /** What leads to it: a line above such as `The password is:`, or the item that it lies below. */
  readonly lead: string
  /** What has to be said with it, or it would say something else: `Don’t:`, `In staging:`; mostly empty. */
  readonly scope: string
  /** A heading: nothing is said by it alone. */
  readonly isHeading: boolean
}
