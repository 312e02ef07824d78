import { randomUUID } from 'node:crypto'
import { chmod, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { nothingIfMissing } from '#core/files/nothing-if-missing.ts'

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

/**
 * Opens all folders below one and moves them right into it. Links are not followed: only what really lies there. Names
 * are bytes: a script may choose some that are no text. A removal that Node gave up with an error goes on with what it
 * had begun: each of them may be gone at any moment.
 */
async function flatten(folder: string): Promise<void> {
  const top = Buffer.from(folder)
  await chmod(top, 0o700)
  const paths = await foldersIn(top)
  // What is moved up is looked through in its turn.
  for (const path of paths) {
    await chmod(path, 0o700).catch(nothingIfMissing)
    for (const inner of (await foldersIn(path).catch(nothingIfMissing)) ?? []) {
      // A folder that is moved is written to: it says where it lies.
      await chmod(inner, 0o700).catch(nothingIfMissing)
      const moved = Buffer.from(join(folder, randomUUID()))
      await rename(inner, moved).catch(nothingIfMissing)
      paths.push(moved)
    }
  }
}

async function foldersIn(folder: Buffer): Promise<Buffer[]> {
  const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => Buffer.concat([folder, Buffer.from('/'), name]))
}
