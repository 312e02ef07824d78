import type { Notes } from '../notes/note.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Catalogue, ReadNote } from './item.ts'
import type { Refreshed, RefreshParts } from './refreshed.ts'
import { scanNote } from './scan-note.ts'
import { RefreshWork } from './refresh-work.ts'

const allParts: RefreshParts = { guard: true, alignment: true, aliases: true, scan: true }

/**
 * What the catalogue becomes by the notes as they are now. Work is per block of the notes that changed: a
 * block that is known keeps its item without a look. Nothing is ever deleted, and no id is given twice or
 * derived from a text again.
 */
export function refresh(
  before: Catalogue,
  notes: Notes,
  parts: RefreshParts = allParts,
): Refreshed {
  const work = new RefreshWork(before, parts)
  const written = notes.notes.toSorted((a, b) => a.username.localeCompare(b.username))
  const prints = new Map(written.map(({ username, text }) => [username, fingerprintOf(text)]))
  const scanned = written
    .filter(({ username }) => before.notes.get(username)?.fingerprint !== prints.get(username))
    .map((note) => scanNote(note, parts.scan))
  const read = new Set(scanned.map(({ username }) => username))
  const same = new Set([...prints.keys()].filter((username) => !read.has(username)))
  for (const { username } of notes.unreadable) same.add(username)
  for (const note of scanned) work.keepKnown(note)
  for (const username of before.sources.keys()) {
    if (!read.has(username) && !same.has(username)) work.forget(username)
  }
  for (const note of scanned) work.takeNew(note)
  work.settle()
  return {
    ...work.result(),
    quarantined: [
      ...before.quarantined.filter(({ username }) => same.has(username)),
      ...scanned.flatMap(({ held }) => held.flatMap(({ hits }) => hits)),
    ],
    notes: new Map([
      ...[...before.notes].filter(([username]) => same.has(username)),
      ...scanned.map(({ username, leftOut }): [string, ReadNote] => [
        username,
        { fingerprint: prints.get(username) ?? '', leftOut },
      ]),
    ]),
  }
}
