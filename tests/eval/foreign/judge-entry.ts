import { splitBlocks } from '../../../services/corporate-memory/notes/split-blocks.ts'
import type { ScannedNote } from '../../../services/corporate-memory/catalogue/scan-note.ts'
import { visibleText } from '#core/secret-scan/clean-text.ts'
import type { Filled } from './fill-template.ts'

type Entry = Pick<Filled, 'text' | 'carriers'>

/** Characters in a row that give a value away. */
const TELLING = 8

/** Letters and digits alone, however they are separated. */
const bare = (text: string): string =>
  visibleText(text)
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()

/** What of an entry a text would give away: pieces of its secret that stand nowhere else in it. */
function tellingPieces({ text, carriers }: Entry): readonly string[] {
  const around = bare(carriers.reduce((rest, carrier) => rest.replaceAll(carrier, ' ☐ '), text))
  return carriers.map(bare).flatMap((carrier) => {
    const last = Math.max(0, carrier.length - TELLING)
    const pieces = Array.from({ length: last + 1 }, (_, at) => carrier.slice(at, at + TELLING))
    const own = pieces.filter((piece) => !around.includes(piece))
    return own.length > 0 ? own : [carrier]
  })
}

/** Whether a text gives the secret of an entry away, or the encoded text that carries it. */
export function givesAway(text: string, entry: Entry): boolean {
  const shown = bare(text.replace(/\[REDACTED:[^\]]*\]/g, ' '))
  return tellingPieces(entry).some((piece) => shown.includes(piece))
}

/**
 * Missed: nothing is held back, or a block that is not held back gives the secret away. Published: so does
 * what the catalogue would say.
 */
export function judgeNote(
  entry: Entry,
  { held, statements }: ScannedNote,
): { readonly missed: boolean; readonly published: boolean } {
  const lines = new Set(held.map(({ block }) => block.line))
  const rest = splitBlocks(entry.text).filter(({ line }) => !lines.has(line))
  const said = statements.map(({ fact }) => [fact.title, fact.content, ...fact.tags].join('\n'))
  return {
    missed: held.length === 0 || rest.some(({ raw }) => givesAway(raw, entry)),
    published: said.some((text) => givesAway(text, entry)),
  }
}
