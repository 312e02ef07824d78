import { constants } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { Forbidden } from '#core/errors.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { NOTE_FILE } from './read-notes.ts'

/** Puts a person's note into their folder, whole or not at all; a link in the place of it is refused. */
export async function writeNote(homesDir: string, username: string, text: string): Promise<void> {
  const folder = join(homesDir, username)
  await mkdir(folder, { recursive: true, mode: 0o770 })
  try {
    const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW
    await using home = await open(folder, flags)
    // The folder that was opened, whatever is put in its place meanwhile (proc(5)).
    const place = process.platform === 'linux' ? `/proc/self/fd/${home.fd}` : folder
    await publishFile(join(place, NOTE_FILE), text, 0o660)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (!['EACCES', 'EPERM', 'EROFS', 'ELOOP', 'ENOTDIR'].includes(code ?? '')) throw cause
    throw new Forbidden('home_not_writable', 'Your folder on the server cannot be written', {
      remedy: 'An administrator looks after HOMES_DIR.',
      cause,
    })
  }
}
