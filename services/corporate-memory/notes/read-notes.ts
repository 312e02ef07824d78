import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '#core/errors.ts'
import { readInside } from '#core/files/open-inside.ts'
import type { Note, Notes } from './note.ts'

/** The name of a note in a person's folder. */
export const NOTE_FILE = 'CLAUDE.local.md'
/** Bytes of a note that are read; the rest says nothing. */
const LIMIT = 1024 * 1024

/** Reads everyone's note below the folder of homes; links and devices are refused and reported. */
export async function readNotes(homesDir: string): Promise<Notes> {
  const notes: Note[] = []
  const unreadable: { username: string; reason: string }[] = []
  for (const username of await peopleIn(homesDir)) {
    try {
      const { bytes } = await readInside(join(homesDir, username), NOTE_FILE, LIMIT)
      notes.push({ username, text: decode(bytes) })
    } catch (error) {
      if (isMissing(error)) continue
      unreadable.push({ username, reason: messageOf(error) })
    }
  }
  return { notes, unreadable }
}

/** The people who have a folder, by name. */
export async function peopleIn(homesDir: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(homesDir, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory() && /^[A-Za-z0-9_][\w.-]{0,63}$/.test(entry.name))
      .map(({ name }) => name)
      .toSorted()
  } catch (error) {
    // A new installation has no homes yet.
    if (isMissing(error)) return []
    throw error
  }
}

/** UTF-8, or UTF-16 with a mark as Windows editors write it; what is neither shows as such. */
function decode(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex')
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
}
