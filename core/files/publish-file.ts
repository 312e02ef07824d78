import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file so that readers see the old content or the new one, never a part: temporary file in the
 * same folder, fsync, rename, fsync of the folder. Nothing is left behind when it fails.
 */
export async function publishFile(
  target: string,
  content: string | Uint8Array,
  mode = 0o644,
): Promise<void> {
  const temporary = join(
    dirname(target),
    `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`,
  )
  try {
    await using file = await open(temporary, 'wx', mode)
    await file.writeFile(content)
    await file.sync()
    await publishRename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Moves a complete, synced file into its place and makes the move itself durable. */
export async function publishRename(from: string, target: string): Promise<void> {
  await rename(from, target)
  await syncFolder(dirname(target))
}

/** Makes the entries of a folder durable. Windows has no fsync for folders: there rename is all there is. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await using handle = await open(folder, 'r')
  await handle.sync()
}

/** The same for who cannot wait. */
export function syncFolderSync(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
