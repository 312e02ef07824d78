import { randomUUID } from 'node:crypto'
import { chmod, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** What a script can make of its folder: closed to everybody, also to us, or deeper than a path can be long. */
const OBSTACLES = new Set(['EACCES', 'EPERM', 'ENAMETOOLONG'])

/** Removes a folder, whatever a script that is over has made in it. */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true })
  } catch (error) {
    if (!OBSTACLES.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    await flatten(folder)
    await rm(folder, { recursive: true, force: true })
  }
}

/** Opens all folders below one and moves them right into it. Links are not followed: only what really lies there. */
async function flatten(folder: string): Promise<void> {
  await chmod(folder, 0o700)
  const names = await foldersIn(folder)
  // What is moved up is looked through in its turn.
  for (const name of names) {
    const path = join(folder, name)
    await chmod(path, 0o700)
    for (const inner of await foldersIn(path)) {
      // A folder that is moved is written to: it says where it lies.
      await chmod(join(path, inner), 0o700)
      const moved = randomUUID()
      await rename(join(path, inner), join(folder, moved))
      names.push(moved)
    }
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}
