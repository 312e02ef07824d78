import { setImmediate } from 'node:timers/promises'
import type { Note, Notes } from '../notes/note.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Catalogue } from './item.ts'
import { scanNote, scanSteps, type ScannedNote } from './scan-note.ts'

/** So long others of this process may wait. */
const SLICE_MS = 20

/** A note is read once, whoever looks at it. */
const scans = new WeakMap<Note, ScannedNote>()

/**
 * Scans the notes that changed, before anybody waits for what comes of it: a long one, or those of a whole team,
 * take seconds, in which the process answers others.
 */
export async function scanAhead(before: Catalogue['notes'], { notes }: Notes): Promise<void> {
  for (const note of notes) {
    if (scans.has(note) || isRead(before, note)) continue
    const steps = scanSteps(note)
    let step = steps.next()
    for (let since = performance.now(); !step.done; step = steps.next()) {
      if (performance.now() - since < SLICE_MS) continue
      await setImmediate()
      since = performance.now()
    }
    scans.set(note, step.value)
  }
}

/** What `scanAhead` found in a note, or what is found in it now. */
export function scanOf(note: Note): ScannedNote {
  return scans.get(note) ?? scanNote(note)
}

/** Whether a note was read as it is now, by the rules of now. */
export function isRead(before: Catalogue['notes'], { username, text }: Note): boolean {
  return before.get(username)?.fingerprint === fingerprintOf(text)
}
