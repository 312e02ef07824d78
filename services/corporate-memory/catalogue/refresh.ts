import type { Notes } from '../notes/note.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Catalogue, ReadNote } from './item.ts'
import type { Refreshed, RefreshParts } from './refreshed.ts'
import { factKey } from '../curate/fact-key.ts'
import type { Fact } from '../extract/fact.ts'
import { scanOf } from './scan-ahead.ts'
import { scanNote, type ScannedNote } from './scan-note.ts'
import { RefreshWork } from './refresh-work.ts'

/** What a refresh may be given besides the notes. */
export interface RefreshOptions {
  readonly parts?: RefreshParts
  /** How a curator puts new blocks, by `factKey`. */
  readonly facts?: ReadonlyMap<string, Fact>
}

/** Of a note that could never be read. */
const unread = { fingerprint: '', leftOut: {} }

const allParts: RefreshParts = { guard: true, alignment: true, aliases: true, scan: true }

/**
 * What the catalogue becomes by the notes as they are now. Work is per block of the notes that changed: a
 * block that is known keeps its item without a look. Nothing is ever deleted, and no id is given twice or
 * derived from a text again.
 */
export function refresh(
  before: Catalogue,
  notes: Notes,
  { parts = allParts, facts = new Map() }: RefreshOptions = {},
): Refreshed {
  const work = new RefreshWork(before, parts)
  const written = notes.notes.toSorted((a, b) => a.username.localeCompare(b.username))
  const prints = new Map(written.map(({ username, text }) => [username, fingerprintOf(text)]))
  const scanned = written
    .filter(({ username }) => before.notes.get(username)?.fingerprint !== prints.get(username))
    .map((note) => (parts.scan ? scanOf(note) : scanNote(note, false)))
    .map((note) => withFacts(note, facts))
  const read = new Set(scanned.map(({ username }) => username))
  const same = new Set([...prints.keys()].filter((username) => !read.has(username)))
  for (const { username } of notes.unreadable) same.add(username)
  for (const note of scanned) work.keepKnown(note)
  for (const username of before.sources.keys()) {
    if (!read.has(username) && !same.has(username)) work.forget(username)
  }
  for (const note of scanned) work.takeNew(note)
  work.settle()
  const problems = new Map([
    ...notes.unreadable.map(({ username, reason }) => [username, reason] as const),
    ...written.map(({ username, problem = null }) => [username, problem] as const),
  ])
  return {
    ...work.result(),
    quarantined: [
      ...before.quarantined.filter(({ username }) => same.has(username)),
      ...scanned.flatMap(({ held }) => held.flatMap(({ hits }) => hits)),
    ],
    notes: new Map([
      ...[...same].map((username): [string, ReadNote] => [
        username,
        { ...unread, ...before.notes.get(username), problem: problems.get(username) ?? null },
      ]),
      ...scanned.map(({ username, leftOut }): [string, ReadNote] => [
        username,
        {
          fingerprint: prints.get(username) ?? '',
          leftOut,
          problem: problems.get(username) ?? null,
        },
      ]),
    ]),
  }
}

function withFacts(note: ScannedNote, facts: ReadonlyMap<string, Fact>): ScannedNote {
  const statements = note.statements.map(({ block, fact }) => ({
    block,
    fact: facts.get(factKey(note.username, block.hash)) ?? fact,
  }))
  return { ...note, statements }
}
