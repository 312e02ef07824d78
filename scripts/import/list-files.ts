import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { BadRequest, messageOf } from '#core/errors.ts'

/** What lies in a folder, by paths below it. */
export interface Listing {
  readonly files: readonly string[]
  /** Links, sockets and devices: they are not followed. */
  readonly others: readonly string[]
}

/** Lists a folder with all below it; BadRequest when any of it may not be read. */
export async function listFiles(dir: string): Promise<Listing> {
  const files: string[] = []
  const others: string[] = []
  try {
    for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
      const path = relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/')
      if (entry.isFile()) files.push(path)
      else if (!entry.isDirectory()) others.push(path)
    }
  } catch (cause) {
    throw new BadRequest('unreadable_folder', `${dir} cannot be read: ${messageOf(cause)}`, {
      remedy: 'Name a copy of the original’s /data that the user of this command may read.',
      cause,
    })
  }
  return { files: files.sort(), others: others.sort() }
}
