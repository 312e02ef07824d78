import { createHash, randomBytes } from 'node:crypto'
import {
  access,
  copyFile,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { publishFile, publishRename, syncFolder } from './publish-file.ts'

/** One stored object; `usedAt` is when it was stored or wanted again last. */
export interface StoredObject {
  readonly sha256: string
  readonly size: number
  readonly usedAt: Date
}

/**
 * Immutable files named by the SHA-256 of their content, so that equal content is stored once and
 * nothing is ever overwritten. A returned put is durable.
 */
export interface ObjectStore {
  /** Where the object lies, whether or not it exists. */
  path(sha256: string): string
  /** Takes a finished file over; the caller vouches that `sha256` is its hash. */
  put(file: string, sha256: string): Promise<void>
  putBytes(
    content: string | Uint8Array,
  ): Promise<{ readonly sha256: string; readonly size: number }>
  has(sha256: string): Promise<boolean>
  read(sha256: string): Promise<Buffer>
  remove(sha256: string): Promise<void>
  list(): AsyncIterable<StoredObject>
}

const hashName = /^[0-9a-f]{64}$/

/** Opens a store below `dir`, which is made when the first object is put. */
export function openObjectStore(dir: string): ObjectStore {
  const path = (sha256: string) => {
    if (!hashName.test(sha256)) throw new TypeError(`not a SHA-256: ${sha256}`)
    return join(dir, sha256.slice(0, 2), sha256)
  }
  return {
    path,
    async put(file, sha256) {
      const target = path(sha256)
      if (await wantAgain(target)) return rm(file)
      await makeFolder(dir, dirname(target))
      await moveDurably(file, target)
    },
    async putBytes(content) {
      const sha256 = createHash('sha256').update(content).digest('hex')
      const target = path(sha256)
      if (!(await wantAgain(target))) {
        await makeFolder(dir, dirname(target))
        await publishFile(target, content)
      }
      return { sha256, size: Buffer.byteLength(content) }
    },
    has: (sha256) => exists(path(sha256)),
    read: (sha256) => readFile(path(sha256)),
    remove: (sha256) => rm(path(sha256), { force: true }),
    list: () => listObjects(dir),
  }
}

/** Marks an existing object as wanted, so that garbage collection running beside leaves it alone. */
async function wantAgain(target: string): Promise<boolean> {
  const now = new Date()
  try {
    await utimes(target, now, now)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

async function makeFolder(root: string, folder: string): Promise<void> {
  if ((await mkdir(folder, { recursive: true })) !== undefined) await syncFolder(root)
}

async function moveDurably(file: string, target: string): Promise<void> {
  await syncFile(file)
  try {
    await publishRename(file, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await copyAcross(file, target)
  }
}

/** The staging folder may lie on another disk than the objects. */
async function copyAcross(file: string, target: string): Promise<void> {
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await copyFile(file, temporary)
    await syncFile(temporary)
    await publishRename(temporary, target)
  } catch (error) {
    // What is no object is never collected either.
    await rm(temporary, { force: true })
    throw error
  }
  await rm(file)
}

async function syncFile(file: string): Promise<void> {
  await using handle = await open(file, 'r+')
  await handle.sync()
}

async function* listObjects(dir: string): AsyncIterable<StoredObject> {
  if (!(await exists(dir))) return
  for (const folder of (await readdir(dir)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const name of await readdir(join(dir, folder))) {
      if (!hashName.test(name)) continue
      // What was removed since is not there.
      const found = await stat(join(dir, folder, name)).catch(nothingIfMissing)
      if (found) yield { sha256: name, size: found.size, usedAt: found.mtime }
    }
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

function nothingIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}
