import type {
  RefreshParts,
  Refreshed,
} from '../../services/corporate-memory/catalogue/refreshed.ts'
import { questionOf, newStatements } from '../../services/corporate-memory/curate/question.ts'
import { ruleFiles } from '../../services/corporate-memory/rules/rule-file.ts'
import { seededRandom } from '../peers/seeded-random.ts'
import { bridged, facts, injections, junk } from './memory-facts.ts'
import { plantSecrets, shows, type Planted } from './memory-secrets.ts'
import { stabilityOf, type Stability } from './memory-stability.ts'
import { empty, idsOf, notesOf, run, teamOf, type Written } from './memory-team.ts'

/** What is measured with one seed. */
export interface Figures extends Stability {
  readonly precision: number
  readonly recall: number
  readonly lookAlikesMerged: number
  /** Sentences that only an earlier wording of their item resembles, and that became another item. */
  readonly bridgesMissed: number
  readonly planted: number
  readonly leaked: readonly string[]
  /** Accepted items whose text changed by an edit that holds a secret. */
  readonly acceptedSpoilt: number
  readonly cleanHeld: number
  readonly junkTaken: number
  readonly injected: number
}

/** All figures for a team that the seed makes up. */
export function figuresOf(seed: number, parts: RefreshParts, forgets = false): Figures {
  const random = seededRandom(seed)
  const written = teamOf(random)
  const clean = run(empty, notesOf(written), parts)
  const planted = plantSecrets(random)
  const withJunk = run(clean, notesOf(written, junk), parts)
  return {
    ...mergeFigures(clean, written),
    ...stabilityOf(random, written, parts, forgets),
    planted: planted.length,
    leaked: leakedBy(clean, planted, written, parts),
    acceptedSpoilt: spoiltBy(clean, planted, written, parts),
    cleanHeld: clean.quarantined.length,
    junkTaken: withJunk.items.size - clean.items.size,
    injected: injectedInto(clean, written, parts),
  }
}

function mergeFigures(
  after: Refreshed,
  written: readonly Written[],
): Pick<Figures, 'precision' | 'recall' | 'lookAlikesMerged' | 'bridgesMissed'> {
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
  const bridges = bridged.filter(
    (_, number) =>
      new Set(ids.filter((_id, at) => written[at]?.meaning === `bridge ${number}`)).size > 1,
  )
  return {
    precision: right / Math.max(1, right + wrong),
    recall: right / Math.max(1, right + missed),
    lookAlikesMerged: alike,
    bridgesMissed: bridges.length,
  }
}

/** Planted secrets of which a piece is in the catalogue, in a rule file, or in what a model would be sent. */
function leakedBy(
  clean: Refreshed,
  planted: readonly Planted[],
  written: readonly Written[],
  parts: RefreshParts,
): readonly string[] {
  const notes = planted.map(({ text }, place) => ({
    username: `mallory${place}`,
    text: `The depot has a note.\n\n${text}\n\nThe end of the note is here.`,
  }))
  const after = run(clean, [...notesOf(written), ...notes], parts)
  const asked = notes.map((note) => questionOf(newStatements(clean, note)))
  const fresh = [...after.items.values()].filter(({ id }) => !clean.items.has(id))
  const seen = JSON.stringify([
    fresh,
    ruleFiles(fresh),
    [...after.sources]
      .filter(([username]) => username.startsWith('mallory'))
      .map(([, b]) => [...b.values()]),
    after.quarantined,
    parts.scan ? asked : [],
  ])
  return planted
    .filter((one) => shows(seen, one))
    .map(
      ({ kind, context, text }) =>
        `${kind}, ${context}: ${text.replace(/\n/g, ' / ').slice(0, 120)}`,
    )
}

/** Each accepted item is edited by its authors so that it holds a secret: the text that was accepted stays. */
function spoiltBy(
  clean: Refreshed,
  planted: readonly Planted[],
  written: readonly Written[],
  parts: RefreshParts,
): number {
  const accepted = {
    ...clean,
    items: new Map(
      [...clean.items].map(([id, item]) => [id, { ...item, status: 'accepted' as const }]),
    ),
  }
  const oneLiners = planted.filter(({ text }) => !text.includes('\n'))
  const edited = written.map((line, place) => {
    const secret = oneLiners[place % oneLiners.length]?.text.replace(/^- /, '') ?? ''
    return { ...line, text: `${line.text} ${secret}` }
  })
  const after = run(accepted, notesOf(edited), parts)
  return [...accepted.items.values()].filter(({ id, content }) => {
    const now = after.items.get(id)
    return now?.content !== content || now.status !== 'accepted'
  }).length
}

function injectedInto(clean: Refreshed, written: readonly Written[], parts: RefreshParts): number {
  const target = [...clean.items.keys()][0] ?? ''
  const before = JSON.stringify(clean.items.get(target))
  const hostile = injections.map((text) => `- ${text.replaceAll('{id}', target)}`).join('\n\n')
  const after = run(clean, [...notesOf(written), { username: 'eve', text: hostile }], parts)
  return (
    Number(JSON.stringify(after.items.get(target)) !== before) +
    [...after.items.values()].filter(({ status }) => status === 'accepted').length
  )
}

/** Characters by which a token is reckoned where no model is asked. */
const CHARACTERS = 4

/** Tokens that a model would be sent when one person of a team changes one block. */
export function tokensOfChange(people: number): number {
  const notes = Array.from({ length: people }, (_, person) => ({
    username: `user${String(person).padStart(3, '0')}`,
    text: facts.map(([first], number) => `- ${first} (${person * 100 + number})`).join('\n'),
  }))
  const before = run(empty, notes, { guard: true, alignment: true, aliases: true, scan: true })
  const changed = notes.map((note, person) =>
    person === 0
      ? { ...note, text: `${note.text}\n- The depot of the north is closed in May.` }
      : note,
  )
  const asked = changed.flatMap((note) => {
    const statements = newStatements(before, note)
    return statements.length > 0 ? [questionOf(statements)] : []
  })
  return Math.ceil(asked.join('').length / CHARACTERS)
}
