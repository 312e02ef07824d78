import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '#core/errors.ts'
import type { Homes } from '#core/files/find-people.ts'
import { readInside } from '#core/files/open-inside.ts'
import { NOBODYS, type HomesOfPeople } from '#core/identity/homes-of-people.ts'
import { decodeNote } from './decode-note.ts'
import type { Note, Notes } from './note.ts'

/** The name of a note in a person's folder. */
export const NOTE_FILE = 'CLAUDE.local.md'
/** Bytes of a note that are read or taken; the rest says nothing, which its owner is told. */
export const NOTE_BYTES = 1024 * 1024
const TOO_LONG = 'what comes after the first MiB; take out what nobody needs'

/**
 * Reads everyone's note below the folder of homes; links and devices are refused and reported. A home whose person
 * was removed says nothing any more; one that is not there, of a person who is, says nothing about its note.
 */
export async function readNotes(
  homesDir: string,
  { people, passedOver, homeless = [] }: Homes & Partial<Pick<HomesOfPeople, 'homeless'>>,
): Promise<Notes> {
  const notes: Note[] = []
  const vanished: string[] = []
  const unreadable = passedOver
    .filter(({ reason }) => reason !== NOBODYS)
    .map(({ home, reason }) => ({ username: home, reason }))
  for (const username of people) {
    const home = join(homesDir, username)
    try {
      const { bytes, cut } = await readInside(home, NOTE_FILE, NOTE_BYTES)
      const text = decodeNote(bytes, cut)
      // Half a line may hold half a secret, which nobody knows for one.
      const whole = text.slice(0, text.lastIndexOf('\n') + 1)
      notes.push(cut ? { username, text: whole, problem: TOO_LONG } : { username, text })
    } catch (error) {
      if (isMissing(error) && existsSync(home)) continue
      if (isMissing(error)) vanished.push(username)
      else unreadable.push({ username, reason: messageOf(error) })
    }
  }
  const none = vanished.length === people.length
  return { notes, unreadable, homeless: none ? 'everybody' : [...homeless, ...vanished] }
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
}
