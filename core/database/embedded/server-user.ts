import { chown, open, type FileHandle } from 'node:fs/promises'
import { makeFolder } from '../../files/make-folder.ts'

/** The ids of `nobody`, on Debian and most systems. */
const NOBODY = 65_534

/** As whom the server runs: PostgreSQL refuses root, so root starts it as nobody. */
export interface ServerUser {
  readonly ids: { readonly uid: number; readonly gid: number } | undefined
}

export function serverUser(): ServerUser {
  return { ids: process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined }
}

/** Makes a folder that belongs to the server's user, closed to others. */
export async function makeServerFolder(folder: string, { ids }: ServerUser): Promise<void> {
  await makeFolder(folder, 0o700)
  if (ids) await chown(folder, ids.uid, ids.gid)
}

/**
 * How the server reaches a folder that may lie below one its user cannot enter: root opens it, and the
 * server gets it as descriptor 3. Without another user it is just the path.
 */
export async function handOver(
  folder: string,
  { ids }: ServerUser,
): Promise<{ readonly path: string; readonly stdio: readonly number[] } & AsyncDisposable> {
  const none = { path: folder, stdio: [], [Symbol.asyncDispose]: () => Promise.resolve() }
  if (!ids || process.platform !== 'linux') return none
  const handle: FileHandle = await open(folder, 'r')
  return {
    path: '/proc/self/fd/3',
    stdio: [handle.fd],
    [Symbol.asyncDispose]: () => handle.close(),
  }
}
