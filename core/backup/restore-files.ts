import { randomBytes } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { chmod, chown, mkdir, open, rename, rm, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Header as Headers } from 'tar-stream'
import { makeFolder } from '../files/make-folder.ts'
import { syncFolder } from '../files/publish-file.ts'
import { namesIn } from '../files/names-in.ts'
import { ownerNames } from './owner-names.ts'
import type { BackupFile } from './read-backup.ts'
import { placeOf, REPLACED, RESTORING, type Stores } from './stores.ts'

/** Files that wait beside their stores until all of a backup has been read. */
export interface WaitingFiles extends AsyncDisposable {
  take(file: BackupFile): Promise<void>
  /** Puts everything in its place, folder by folder; all is as it was when that fails. */
  place(): Promise<void>
  /** Undoes what `place` did. */
  takeBack(): Promise<void>
  /** Removes for good what was there before. */
  settle(): Promise<void>
  /** Files of the configuration that were there already, and were kept. */
  readonly kept: readonly string[]
}

interface Move {
  readonly from: string
  readonly to: string
}

/**
 * Takes a backup's files into folders beside the stores, on the same disk, so that they are moved into place and
 * not copied. Disposing removes what was not placed.
 */
export async function waitingFiles(stores: Stores): Promise<WaitingFiles> {
  const id = randomBytes(6).toString('hex')
  await removeAbandoned(stores)
  const names = await ownerNames()
  const moves = new Map<string, Move>()
  const folders: { path: string; facts: Headers }[] = []
  const waiting = new Set<string>()
  const replaced = new Set<string>()
  const done: Move[] = []
  const kept: string[] = []

  async function pathOf({ store, parts }: BackupFile): Promise<string | undefined> {
    const [child = '', ...rest] = parts
    const to = placeOf(stores, store, child)
    if (store === 'config' && isThere(to)) {
      if (rest.length === 0) kept.push(to)
      return undefined
    }
    const folder = join(dirname(to), `${RESTORING}${id}`)
    if (!waiting.has(folder)) await makeFolder(folder, 0o700)
    waiting.add(folder)
    const from = join(folder, child)
    moves.set(to, { from, to })
    return join(from, ...rest)
  }

  async function own(
    path: string,
    { mode, mtime, uid, gid, uname, gname }: Headers,
  ): Promise<void> {
    if (process.geteuid?.() === 0 && uid !== undefined && gid !== undefined) {
      const user = uname ? names.users.id(uname) : undefined
      const group = gname ? names.groups.id(gname) : undefined
      await chown(path, user ?? uid, group ?? gid)
    }
    if (mode !== undefined) await chmod(path, mode)
    if (mtime) await utimes(path, mtime, mtime)
  }

  /** On another server they are other users who read it: those of the secret in whose place it comes. */
  function factsOf({ store, parts, facts }: BackupFile): Headers {
    if (store !== 'secrets') return facts
    const there = lstatSync(join(stores.secrets, ...parts), { throwIfNoEntry: false })
    if (there?.isFile() !== true) return facts
    const { uid, gid, mode } = there
    return { ...facts, uid, gid, uname: '', gname: '', mode: mode & 0o777 }
  }

  async function placeOne({ from, to }: Move): Promise<void> {
    if (isThere(to)) {
      const aside = join(dirname(to), `${REPLACED}${id}`)
      if (!replaced.has(aside)) await mkdir(aside, { mode: 0o700 })
      replaced.add(aside)
      await move(to, join(aside, basename(to)))
    }
    await move(from, to)
  }

  async function move(from: string, to: string): Promise<void> {
    await rename(from, to)
    done.push({ from, to })
  }

  async function takeBack(): Promise<void> {
    for (const { from, to } of done.toReversed()) await rename(to, from)
    done.length = 0
  }

  return {
    kept,
    async take(file) {
      const path = await pathOf(file)
      if (path === undefined) {
        for await (const _bytes of file.content);
      } else if (file.kind === 'folder') {
        await makeFolder(path, 0o700)
        folders.push({ path, facts: file.facts })
      } else {
        await makeFolder(dirname(path), 0o700)
        await using handle = await open(path, 'wx', 0o600)
        for await (const bytes of file.content) await handle.writeFile(bytes)
        await handle.sync()
        await own(path, factsOf(file))
      }
    },
    async place() {
      // From the innermost outwards: a folder that may not be written to is closed last.
      for (const { path, facts } of folders.toReversed()) await own(path, facts)
      try {
        for (const move of moves.values()) await placeOne(move)
      } catch (error) {
        await takeBack()
        throw error
      }
      for (const folder of new Set([...moves.keys()].map(dirname))) await syncFolder(folder)
    },
    takeBack,
    async settle() {
      for (const folder of replaced) await rm(folder, { recursive: true, force: true })
    },
    async [Symbol.asyncDispose]() {
      for (const folder of waiting) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Also a link that leads nowhere at the moment: where it leads to may not be mounted. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** What a restore that was killed had not placed yet: as much as a whole backup. No other one is at work. */
async function removeAbandoned({ data, homes, secrets, config }: Stores): Promise<void> {
  for (const folder of new Set([...data, homes, secrets, config])) {
    for (const name of (await namesIn(folder)).filter((found) => found.startsWith(RESTORING))) {
      await rm(join(folder, name), { recursive: true, force: true })
    }
  }
}
