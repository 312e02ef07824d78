import { join } from 'node:path'
import { Forbidden } from '#core/errors.ts'
import { makeFolderInside } from '#core/files/open-inside.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { NOTE_FILE } from './read-notes.ts'

/** Puts a person's note into their folder, whole or not at all and byte by byte; a link in the place of it is refused. */
export async function writeNote(
  homesDir: string,
  username: string,
  bytes: Uint8Array,
): Promise<void> {
  try {
    await using home = await makeFolderInside(homesDir, username, 0o770)
    await publishFile(join(home.place, NOTE_FILE), bytes, 0o660)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const ours = ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'not_a_plain_folder']
    if (!ours.includes(code ?? '')) throw cause
    throw new Forbidden('home_not_writable', 'Your folder on the server cannot be written', {
      remedy: 'An administrator looks after HOMES_DIR.',
      cause,
    })
  }
}
