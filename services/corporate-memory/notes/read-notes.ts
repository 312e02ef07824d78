import { join } from 'node:path'
import { messageOf } from '#core/errors.ts'
import type { Homes } from '#core/files/find-people.ts'
import { readInside } from '#core/files/open-inside.ts'
import { NOBODYS } from '#core/identity/homes-of-people.ts'
import type { Note, Notes } from './note.ts'

/** The name of a note in a person's folder. */
export const NOTE_FILE = 'CLAUDE.local.md'
/** Bytes of a note that are read; the rest says nothing. */
const LIMIT = 1024 * 1024

/**
 * Reads everyone's note below the folder of homes; links and devices are refused and reported. A home whose person
 * was removed says nothing any more.
 */
export async function readNotes(homesDir: string, { people, passedOver }: Homes): Promise<Notes> {
  const notes: Note[] = []
  const unreadable = passedOver
    .filter(({ reason }) => reason !== NOBODYS)
    .map(({ home, reason }) => ({ username: home, reason }))
  for (const username of people) {
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

/** UTF-8, or UTF-16 with a mark as Windows editors write it; what is neither shows as such. */
function decode(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex')
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
}
