import { lstat } from 'node:fs/promises'
import { makeFolder } from './make-folder.ts'
import { ConfigError } from '../errors.ts'

/**
 * Makes the folder for sockets, which lies in a place that others can write to: a folder of that name
 * that belongs to somebody else, or that others may write into, is refused.
 */
export async function makeRuntimeFolder(dir: string): Promise<void> {
  await makeFolder(dir, 0o711)
  const uid = process.getuid?.()
  if (uid === undefined) return
  const found = await lstat(dir)
  if (found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0) return
  throw new ConfigError([
    `${dir} is not ours alone: remove it, or set TMPDIR to a folder of your own`,
  ])
}
