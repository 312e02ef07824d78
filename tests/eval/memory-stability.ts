import type { Catalogue } from '../../services/corporate-memory/catalogue/item.ts'
import type {
  Refreshed,
  RefreshParts,
} from '../../services/corporate-memory/catalogue/refreshed.ts'
import type { Note } from '../../services/corporate-memory/notes/note.ts'
import { empty, idsOf, notesOf, run, type Written } from './memory-team.ts'

const RUNS = 50

/** What became of ids and of votes for them over fifty runs. */
export interface Stability {
  /** Sentences that were found under another id than at first. */
  readonly idsChanged: number
  /** Items that somebody voted for at first and that are not there at the end. */
  readonly votesLost: number
}

/**
 * Fifty runs in which people reorder, edit, empty and restore their notes. `forgets` puts the original's
 * refresh in the place of ours: the catalogue is what a model answers, which forgets or renames one item
 * in a hundred.
 */
export function stabilityOf(
  random: () => number,
  written: readonly Written[],
  parts: RefreshParts,
  forgets: boolean,
): Stability {
  let state = run(empty, notesOf(written), parts)
  const first = idsOf(state, written)
  const voted = [...state.items.keys()]
  const authors = Map.groupBy(written, ({ meaning }) => meaning)
  const changedFrom = (after: Refreshed, now: readonly Written[]) =>
    idsOf(after, now).filter((id, index) => id !== undefined && id !== first[index]).length
  let idsChanged = 0
  for (let round = 0; round < RUNS; round += 1) {
    // What only one person says keeps its id even when its meaning changes.
    const edited = written.map((line) =>
      random() < 0.15 && authors.get(line.meaning)?.length === 1
        ? { ...line, text: line.text.replace(/\.$/, ' since 1999.') }
        : line,
    )
    const after = run(
      state,
      notesOf(edited).map((note) => touched(note, random)),
      parts,
    )
    idsChanged += changedFrom(after, edited)
    state = run(forgets ? asAnswered(after, random) : after, notesOf(written), parts)
    idsChanged += changedFrom(state, written)
  }
  const votesLost = voted.filter((id) => {
    const status = state.items.get(id)?.status
    return status === undefined || status === 'withdrawn'
  }).length
  return { idsChanged, votesLost }
}

/** A note that was reordered, emptied, given a heading or other line ends, or left alone. */
function touched(note: Note, random: () => number): Note {
  const how = random()
  if (how > 0.15) return note
  const lines = note.text.split('\n').toSorted(() => random() - 0.5)
  if (how < 0.03) return { ...note, text: '' }
  if (how < 0.09) return { ...note, text: `# New heading\r\n\r\n${lines.join('\r\n')}` }
  return { ...note, text: lines.join('\n\n') }
}

/** The catalogue as a model repeats it: all of it, but for one item in a hundred that is lost or renamed. */
function asAnswered(state: Catalogue, random: () => number): Catalogue {
  const names = new Map<string, string>()
  for (const id of state.items.keys()) {
    const how = random()
    if (how >= 0.005) names.set(id, how < 0.01 ? `${id}0` : id)
  }
  const items = [...state.items].flatMap(([id, item]) => {
    const name = names.get(id)
    return name === undefined ? [] : [[name, { ...item, id: name }] as const]
  })
  const sources = [...state.sources].map(([username, blocks]) => {
    const kept = [...blocks].flatMap(([block, source]) => {
      const itemId = names.get(source.itemId)
      return itemId === undefined ? [] : [[block, { ...source, itemId }] as const]
    })
    return [username, new Map(kept)] as const
  })
  // A full refresh reads every note again.
  return { ...state, items: new Map(items), sources: new Map(sources), notes: new Map() }
}
