import type { Catalogue, Item } from '../../services/corporate-memory/catalogue/item.ts'
import { refresh } from '../../services/corporate-memory/catalogue/refresh.ts'
import type {
  Refreshed,
  RefreshParts,
} from '../../services/corporate-memory/catalogue/refreshed.ts'
import { facts, injections, junk, lookAlikes } from './memory-facts.ts'
import { plantSecrets, randomOf, type Planted } from './memory-secrets.ts'

/** One sentence that somebody wrote; `meaning` is what it says, equal for sentences that say the same. */
interface Written {
  readonly username: string
  readonly meaning: string
  readonly text: string
}

interface Figures {
  readonly precision: number
  readonly recall: number
  readonly lookAlikesMerged: number
  readonly idsChanged: number
  readonly leaks: number
  readonly cleanHeld: number
  readonly junkTaken: number
  readonly injected: number
}

const RUNS = 50
const PEOPLE = 25
const empty: Catalogue = { items: new Map(), sources: new Map(), quarantined: [], notes: new Map() }
const whole: RefreshParts = { guard: true, alignment: true, aliases: true, scan: true }

/** What a team wrote: facts in several wordings by up to six people, and sentences that resemble others. */
function teamOf(random: () => number): readonly Written[] {
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
  return written
}

function notesOf(
  written: readonly Written[],
  more: readonly string[] = [],
): { username: string; text: string }[] {
  const people = Map.groupBy(written, ({ username }) => username)
  const notes = [...people].map(([username, lines]) => ({
    username,
    text: lines.map(({ text }) => `- ${text}`).join('\n'),
  }))
  return more.length === 0
    ? notes
    : [...notes, { username: 'zed', text: more.map((text) => `- ${text}`).join('\n') }]
}

function run(
  before: Catalogue,
  notes: readonly { username: string; text: string }[],
  parts: RefreshParts,
): Refreshed {
  return refresh(before, { notes, unreadable: [] }, { parts })
}

/** The item of each sentence, by who wrote it. */
function idsOf(after: Refreshed, written: readonly Written[]): readonly (string | undefined)[] {
  return written.map(({ username, text }) => {
    const bare = text.replace(/`/g, '')
    const sources = [...(after.sources.get(username)?.values() ?? [])]
    return sources.find(({ alive, wording }) => alive && wording.replace(/`/g, '') === bare)?.itemId
  })
}

function mergeFigures(
  after: Refreshed,
  written: readonly Written[],
): Pick<Figures, 'precision' | 'recall' | 'lookAlikesMerged'> {
  const ids = idsOf(after, written)
  let [right, wrong, missed, alike] = [0, 0, 0, 0]
  for (let a = 0; a < written.length; a += 1) {
    for (let b = a + 1; b < written.length; b += 1) {
      const same = written[a]?.meaning === written[b]?.meaning
      const merged = ids[a] !== undefined && ids[a] === ids[b]
      if (same && merged) right += 1
      if (same && !merged) missed += 1
      if (!same && merged) wrong += 1
      if (!same && merged && written[a]?.meaning.startsWith('pair')) alike += 1
    }
  }
  return {
    precision: right / Math.max(1, right + wrong),
    recall: right / Math.max(1, right + missed),
    lookAlikesMerged: alike,
  }
}

/** Fifty runs in which people reorder, edit, empty and restore their notes; how many sentences changed id. */
function idsChanged(
  random: () => number,
  written: readonly Written[],
  parts: RefreshParts,
  forget: boolean,
): number {
  let state = run(empty, notesOf(written), parts)
  const first = idsOf(state, written)
  const authors = Map.groupBy(written, ({ meaning }) => meaning)
  const changedFrom = (after: Refreshed, now: readonly Written[]) =>
    idsOf(after, now).filter((id, index) => id !== undefined && id !== first[index]).length
  let changed = 0
  for (let round = 0; round < RUNS; round += 1) {
    // What only one person says keeps its id even when its meaning changes.
    const edited = written.map((line) =>
      random() < 0.15 && authors.get(line.meaning)?.length === 1
        ? { ...line, text: line.text.replace(/\.$/, ' since 1999.') }
        : line,
    )
    const moved = notesOf(edited).map((note) => touched(note, random))
    const after = run(state, moved, parts)
    changed += changedFrom(after, edited)
    const kept = forget ? forgetting(after, random) : after
    state = run(kept, notesOf(written), parts)
    changed += changedFrom(state, written)
  }
  return changed
}

/** A note that was reordered, emptied, given a heading or other line ends, or left alone. */
function touched(note: { username: string; text: string }, random: () => number) {
  const how = random()
  if (how > 0.15) return note
  const lines = note.text.split('\n').toSorted(() => random() - 0.5)
  if (how < 0.03) return { ...note, text: '' }
  if (how < 0.09) return { ...note, text: `# New heading\r\n\r\n${lines.join('\r\n')}` }
  return { ...note, text: lines.join('\n\n') }
}

/** A catalogue that is rebuilt from an answer which gives one in a hundred items another id. */
function forgetting(state: Catalogue, random: () => number): Catalogue {
  const names = new Map([...state.items.keys()].map((id) => [id, random() < 0.01 ? `${id}0` : id]))
  const named = (id: string) => names.get(id) ?? id
  const items = [...state.items.values()].map((item) => ({ ...item, id: named(item.id) }))
  const sources = [...state.sources].map(
    ([username, blocks]) =>
      [
        username,
        new Map(
          [...blocks].map(([block, source]) => [
            block,
            { ...source, itemId: named(source.itemId) },
          ]),
        ),
      ] as const,
  )
  return {
    ...state,
    items: new Map<string, Item>(items.map((item) => [item.id, item])),
    sources: new Map(sources),
  }
}

function leaksIn(after: Refreshed, planted: readonly Planted[]): readonly Planted[] {
  const seen = JSON.stringify([
    [...after.items.values()],
    [...after.sources.values()].map((blocks) => [...blocks.values()]),
    after.quarantined,
  ])
  return planted.filter(
    ({ value }) =>
      seen.includes(value) || seen.includes(value.slice(0, 12)) || seen.includes(value.slice(-10)),
  )
}

function figuresOf(
  seed: number,
  parts: RefreshParts,
  forget = false,
): Figures & { leaked: readonly string[] } {
  const random = randomOf(seed)
  const written = teamOf(random)
  const clean = run(empty, notesOf(written), parts)
  const planted = plantSecrets(random, 400)
  const dirty = run(
    clean,
    [
      ...notesOf(written),
      {
        username: 'mallory',
        text: planted.map(({ text }) => `${text.startsWith('|') ? '' : '- '}${text}`).join('\n\n'),
      },
    ],
    parts,
  )
  const leaks = leaksIn(dirty, planted)
  const target = [...clean.items.keys()][0] ?? ''
  const before = JSON.stringify(clean.items.get(target))
  const hostile = injections.map((text) => text.replaceAll('{id}', target))
  const attacked = run(
    clean,
    [
      ...notesOf(written),
      { username: 'eve', text: hostile.map((text) => `- ${text}`).join('\n\n') },
    ],
    parts,
  )
  const withJunk = run(clean, notesOf(written, junk), parts)
  return {
    ...mergeFigures(clean, written),
    idsChanged: idsChanged(random, written, parts, forget),
    leaks: leaks.length,
    leaked: leaks.map(({ kind, text }) => `${kind}: ${text.replace(/\n/g, ' / ').slice(0, 100)}`),
    cleanHeld: clean.quarantined.length,
    junkTaken: withJunk.items.size - clean.items.size,
    injected:
      Number(JSON.stringify(attacked.items.get(target)) !== before) +
      [...attacked.items.values()].filter(({ status }) => status === 'accepted').length,
  }
}

/** Prints the figures of a few seeds and of each part switched off; fails when a target is missed. */
function main(): void {
  const seeds = process.argv.slice(2).map(Number)
  const missed: string[] = []
  const show = (name: string, { leaked: _, ...figures }: ReturnType<typeof figuresOf>) => {
    const { precision, recall, ...counts } = figures
    const words = Object.entries(counts).map(([key, value]) => `${key} ${value}`)
    console.log(
      `${name.padEnd(16)} precision ${precision.toFixed(3)} recall ${recall.toFixed(3)} ${words.join(' ')}`,
    )
  }
  const demand = (holds: boolean, what: string) => {
    if (!holds) missed.push(what)
  }
  for (const seed of seeds.length > 0 ? seeds : [1, 2, 3]) {
    const figures = figuresOf(seed, whole)
    show(`seed ${seed}`, figures)
    for (const line of figures.leaked) console.log(`  leaked ${line}`)
    demand(figures.precision >= 0.98, `seed ${seed}: merge precision`)
    demand(figures.lookAlikesMerged === 0, `seed ${seed}: look-alikes merged`)
    demand(figures.idsChanged === 0, `seed ${seed}: ids changed`)
    demand(figures.leaks === 0, `seed ${seed}: secrets leaked`)
    demand(figures.cleanHeld === 0, `seed ${seed}: clean blocks held back`)
    demand(figures.junkTaken <= 2, `seed ${seed}: junk taken`)
    demand(figures.injected === 0, `seed ${seed}: injected`)
  }
  const without = (part: keyof RefreshParts) => figuresOf(1, { ...whole, [part]: false })
  const [guard, alignment, aliases, scan] = [
    without('guard'),
    without('alignment'),
    without('aliases'),
    without('scan'),
  ]
  const forgetful = figuresOf(1, whole, true)
  show('no guard', guard)
  show('no alignment', alignment)
  show('no aliases', aliases)
  show('no scan', scan)
  show('forgetful', forgetful)
  demand(guard.lookAlikesMerged > 0, 'without the guard look-alikes should be merged')
  demand(alignment.idsChanged > 0, 'without alignment ids should change')
  demand(scan.leaks > 0, 'without the scan secrets should leak')
  demand(forgetful.idsChanged > 0, 'a catalogue that forgets should lose ids')
  console.log('tokens per changed file: 0, whatever the size of the team (no model is asked)')
  for (const what of missed) console.error(`MISSED ${what}`)
  process.exitCode = missed.length > 0 ? 1 : 0
}

if (import.meta.main) main()
