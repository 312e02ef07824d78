import type { Catalogue } from '../../services/corporate-memory/catalogue/item.ts'
import { refresh } from '../../services/corporate-memory/catalogue/refresh.ts'
import type {
  Refreshed,
  RefreshParts,
} from '../../services/corporate-memory/catalogue/refreshed.ts'
import type { Note } from '../../services/corporate-memory/notes/note.ts'
import { bridged, facts, lookAlikes } from './memory-facts.ts'

/** One sentence that somebody wrote; `meaning` is what it says, equal for sentences that say the same. */
export interface Written {
  readonly username: string
  readonly meaning: string
  readonly text: string
}

const PEOPLE = 25
export const empty: Catalogue = {
  items: new Map(),
  sources: new Map(),
  quarantined: [],
  notes: new Map(),
}
export const allParts: RefreshParts = { guard: true, alignment: true, aliases: true, scan: true }

/** What a team wrote: facts in several wordings by up to six people, and sentences that resemble others. */
export function teamOf(random: () => number): readonly Written[] {
  const written: Written[] = []
  const nobody = () => `user${String(Math.floor(random() * PEOPLE)).padStart(2, '0')}`
  facts.forEach((wordings, fact) => {
    const authors = new Set(Array.from({ length: 1 + Math.floor(random() * 6) }, nobody))
    for (const username of authors) {
      const text = wordings[Math.floor(random() * wordings.length)] ?? wordings[0]
      written.push({ username, meaning: `fact ${fact}`, text })
    }
  })
  lookAlikes.forEach((pair, number) => {
    pair.forEach((text, side) => {
      written.push({ username: `user${20 + side}`, meaning: `pair ${number} ${side}`, text })
    })
  })
  bridged.forEach((wordings, number) => {
    wordings.forEach((text, place) => {
      written.push({ username: `user${10 + place}`, meaning: `bridge ${number}`, text })
    })
  })
  return written
}

/** The notes that these sentences stand in; `more` by one more person. */
export function notesOf(
  written: readonly Written[],
  more: readonly string[] = [],
): readonly Note[] {
  const people = Map.groupBy(written, ({ username }) => username)
  const notes = [...people].map(([username, lines]) => ({
    username,
    text: lines.map(({ text }) => `- ${text}`).join('\n'),
  }))
  const text = more.map((one) => `- ${one}`).join('\n')
  return more.length === 0 ? notes : [...notes, { username: 'zed', text }]
}

/** One collection. */
export function run(before: Catalogue, notes: readonly Note[], parts: RefreshParts): Refreshed {
  return refresh(before, { notes, unreadable: [] }, { parts })
}

/** The item of each sentence, by who wrote it. */
export function idsOf(
  after: Refreshed,
  written: readonly Written[],
): readonly (string | undefined)[] {
  return written.map(({ username, text }) => {
    const bare = text.replace(/`/g, '')
    const sources = [...(after.sources.get(username)?.values() ?? [])]
    return sources.find(({ alive, wording }) => alive && wording.replace(/`/g, '') === bare)?.itemId
  })
}
