import { createHash, randomBytes } from 'node:crypto'
import { copyFile, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeFolder } from './make-folder.ts'
import { namesIn } from './names-in.ts'
import { nothingIfMissing } from './nothing-if-missing.ts'
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
  /** Whether it is there, and, where `size` is given, as long as it must be. */
  has(sha256: string, size?: number): Promise<boolean>
  read(sha256: string): Promise<Buffer>
  /**
   * Removes objects for good once `confirm`, which is asked when all of them are out of the way, resolves; when it
   * rejects they are back in their places, and this rejects with its error.
   */
  remove(hashes: readonly string[], confirm?: () => Promise<unknown>): Promise<void>
  /** Puts back what a process that was killed in the middle of a removal left out of the way. */
  bringBack(): Promise<void>
  list(): AsyncIterable<StoredObject>
}

const hashName = /^[0-9a-f]{64}$/

/** The name of an object that is out of the way, where nobody finds it; each removal has its own. */
const asideName = /^([0-9a-f]{64})[.][0-9a-f]{12}[.]aside$/

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
      if (await wantAgain(target, (await stat(file)).size)) return rm(file)
      await makeDurable(dir, dirname(target))
      await moveDurably(file, target)
    },
    async putBytes(content) {
      const sha256 = createHash('sha256').update(content).digest('hex')
      const size = Buffer.byteLength(content)
      const target = path(sha256)
      if (!(await wantAgain(target, size))) {
        await makeDurable(dir, dirname(target))
        await publishFile(target, content)
      }
      return { sha256, size }
    },
    has: async (sha256, size) => {
      const found = await stat(path(sha256)).catch(nothingIfMissing)
      return found !== undefined && (size === undefined || found.size === size)
    },
    read: (sha256) => readFile(path(sha256)),
    remove: (hashes, confirm) => removeObjects(hashes.map(path), confirm),
    async bringBack() {
      for await (const aside of pathsIn(dir)) {
        const sha256 = asideName.exec(basename(aside))?.[1]
        if (sha256 !== undefined) await move(aside, path(sha256))
      }
    },
    list: () => listObjects(dir),
  }
}

async function removeObjects(
  targets: readonly string[],
  confirm?: () => Promise<unknown>,
): Promise<void> {
  const removal = randomBytes(6).toString('hex')
  const moves = targets.map((target) => ({ target, aside: `${target}.${removal}.aside` }))
  try {
    for (const { target, aside } of moves) await move(target, aside)
    await confirm?.()
  } catch (error) {
    // One that cannot be moved now is brought back later; it must not keep the others out of their places.
    await Promise.allSettled(moves.map(({ target, aside }) => move(aside, target)))
    throw error
  }
  for (const { aside } of moves) await rm(aside, { force: true })
}

/** What is not there is not moved; what lies in the place already is the same. */
async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch(nothingIfMissing)
}

/** Marks an object as wanted again; false when there is none, or only what a broken disk left of it. */
async function wantAgain(target: string, size: number): Promise<boolean> {
  const now = new Date()
  const found = await utimes(target, now, now)
    .then(() => stat(target))
    .catch(nothingIfMissing)
  return found?.size === size
}

async function makeDurable(root: string, folder: string): Promise<void> {
  if (await makeFolder(folder)) await syncFolder(root)
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

async function* pathsIn(dir: string): AsyncIterable<string> {
  for (const folder of (await namesIn(dir)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const name of await namesIn(join(dir, folder))) yield join(dir, folder, name)
  }
}

async function* listObjects(dir: string): AsyncIterable<StoredObject> {
  for await (const path of pathsIn(dir)) {
    const sha256 = basename(path)
    if (!hashName.test(sha256)) continue
    // What was removed since is not there.
    const found = await stat(path).catch(nothingIfMissing)
    if (found) yield { sha256, size: found.size, usedAt: found.mtime }
  }
}
