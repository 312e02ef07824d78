import type { Catalogue } from '../catalogue/item.ts'
import { isRead, scanOf } from '../catalogue/scan-ahead.ts'
import type { StatedFact } from '../catalogue/scan-note.ts'
import type { Note } from '../notes/note.ts'

/** Characters of a block that a model is shown. */
const BLOCK_LENGTH = 1000

/** The blocks that a model may be asked about: new ones of a note that changed, without what is held back. */
export function newStatements(before: Catalogue, note: Note): readonly StatedFact[] {
  if (isRead(before.notes, note)) return []
  const known = before.sources.get(note.username)
  return scanOf(note).statements.filter(({ block }) => !known?.has(block.hash))
}

/** What a model is told of some statements: places, headings and texts; no person, no id, no other block. */
export function questionOf(statements: readonly StatedFact[]): string {
  const blocks = statements.map(({ block }, place) => ({
    place,
    under: block.headings.slice(-2),
    ...(block.scope !== '' && { said_with: block.scope }),
    // Half a character is none, and a server may refuse the whole question for it.
    text: block.raw.slice(0, BLOCK_LENGTH).toWellFormed(),
  }))
  return JSON.stringify({ blocks })
}
