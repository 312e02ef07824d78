import { constants } from 'node:fs'
import { mkdir, open, readlink, realpath, type FileHandle } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { makeFolder } from './make-folder.ts'
import { Forbidden } from '../errors.ts'

/**
 * Opens a regular file below a folder that somebody else may write to. Symbolic and hard links, devices,
 * pipes and everything that leads out of the folder are refused, also when they are put there meanwhile:
 * what is judged is the file that was opened. Rejects with ENOENT when there is none.
 */
export async function openInside(root: string, path: string): Promise<FileHandle> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(join(root, path), flags).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') throw refused(path)
    throw error
  })
  try {
    const found = await handle.stat()
    if (!found.isFile() || found.nlink !== 1) throw refused(path)
    const real = await whereItIs(handle, join(root, path))
    if (real !== join(await realpath(root), path)) throw refused(path)
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Reads such a file as text, at most `limit` bytes of it. */
export async function readInside(
  root: string,
  path: string,
  limit: number,
): Promise<{ readonly bytes: Buffer; readonly cut: boolean; readonly modified: Date }> {
  await using handle = await openInside(root, path)
  const { mtime } = await handle.stat()
  const buffer = Buffer.alloc(limit + 1)
  let length = 0
  while (length <= limit) {
    const { bytesRead } = await handle.read(buffer, length, limit + 1 - length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return {
    bytes: buffer.subarray(0, Math.min(length, limit)),
    cut: length > limit,
    modified: mtime,
  }
}

/** A folder that is open; `place` is a name of it that nobody can point elsewhere, where the system has one. */
export interface OpenFolder extends AsyncDisposable {
  readonly place: string
  /** What it is, and whose. */
  readonly handle: FileHandle
}

/**
 * Opens a folder below a folder that somebody else may write to. What is a link, or lies behind one, is
 * refused; what is put in its place meanwhile changes nothing. Rejects with ENOENT when there is none.
 */
export async function openFolderInside(root: string, path: string): Promise<OpenFolder> {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY
  const handle = await open(join(root, path), flags).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') throw linked(path)
    throw error
  })
  try {
    const real = await whereItIs(handle, join(root, path))
    if (real !== join(await realpath(root), path)) throw linked(path)
  } catch (error) {
    await handle.close()
    throw error
  }
  const place = process.platform === 'linux' ? procPath(handle) : join(root, path)
  return { place, handle, [Symbol.asyncDispose]: () => handle.close() }
}

/**
 * The same for one that may be missing: it is made, part by part and with this mode, in the folder that was opened
 * above it, and nothing where a link leads.
 */
export async function makeFolderInside(
  root: string,
  path: string,
  mode = 0o777,
): Promise<OpenFolder> {
  await makeFolder(root)
  let made = ''
  for (const part of path.split('/')) {
    await using above = await openFolderInside(root, made)
    made = join(made, part)
    await mkdir(join(above.place, part), { mode }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    })
  }
  return openFolderInside(root, made)
}

/** Linux tells where an open file is (proc(5)); elsewhere the path is looked at again. */
async function whereItIs(handle: FileHandle, path: string): Promise<string> {
  return process.platform === 'linux' ? readlink(procPath(handle)) : realpath(path)
}

function procPath({ fd }: FileHandle): string {
  return `/proc/self/fd/${fd}`
}

function linked(path: string): Forbidden {
  return new Forbidden('not_a_plain_folder', `${path} is a link to elsewhere`, {
    remedy: 'Put a folder itself there: no link.',
  })
}

function refused(path: string): Forbidden {
  return new Forbidden('not_a_plain_file', `${path.split(sep).at(-1)} is not a plain file`, {
    remedy: 'Put the file itself there: no link, no device.',
  })
}
