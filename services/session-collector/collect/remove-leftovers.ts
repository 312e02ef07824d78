import { readdir, rm, rmdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import type { Database } from '#core/database/connect.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import type { SessionPlace } from '../session-place.ts'
import { twinPath } from '../twin/make-twins.ts'
import { copyPath } from './copy-path.ts'
import { loadStates } from './file-state.ts'

/** What is younger may be on its way to a row: files are written first. */
const YOUNG_MS = 60 * 60 * 1000

/** Names the database that the store belongs to. */
const OWNER_FILE = '.database'

/**
 * Removes copies and twins that no row names: those of people who were removed, and what a process left that was
 * killed between a row and its file. Returns how many; undefined when the store was filled by another database,
 * whose rows may come back from a backup: then nothing is removed.
 */
export async function removeLeftovers({ db, storeDir }: SessionPlace): Promise<number | undefined> {
  // Files are listed before the rows are read, so that each that had its row by then is known.
  const files = await filesBelow(storeDir)
  const named = await namedPaths(db, storeDir)
  const left = files.filter(({ path }) => {
    const [, own = path] = /^(.*\.jsonl)(?:\.zst(?:\.broken)?|\.v\d+)$/.exec(path) ?? []
    return !named.has(own)
  })
  if (!(await isOwnStore(db, storeDir, left.length === 0))) return undefined
  const folders = new Set<string>()
  let removed = 0
  for (const { folder, path } of left) {
    if (await isYoung(path)) continue
    await rm(path, { force: true })
    folders.add(folder)
    removed += 1
  }
  for (const folder of folders) await removeEmpty(storeDir, folder)
  return removed
}

/** A store without an owner becomes this database's when nothing in it is unknown to it. */
async function isOwnStore(db: Database, storeDir: string, allKnown: boolean): Promise<boolean> {
  const { rows } = await db.pool.query<{ id: string }>('select id from session_collector.store')
  const id = rows[0]?.id
  if (id === undefined) throw new Error('session_collector.store has no row')
  const file = join(storeDir, OWNER_FILE)
  const owner = await readTextIfPresent(file)
  if (owner !== undefined) return owner === id
  if (!allKnown) return false
  await makeFolder(storeDir)
  await publishFile(file, id)
  return true
}

async function filesBelow(storeDir: string) {
  try {
    const entries = await readdir(storeDir, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile() && entry.name !== OWNER_FILE)
      .map(({ parentPath, name }) => ({ folder: parentPath, path: join(parentPath, name) }))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function namedPaths(db: Database, storeDir: string): Promise<ReadonlySet<string>> {
  const { rows } = await db.pool.query<{ username: string; id: string }>(
    `select username, id from session_collector.session
     where not private and twinned_at is distinct from 'infinity'`,
  )
  const copies = [...(await loadStates(db)).values()].filter(({ refused }) => refused === null)
  return new Set([
    ...copies.map((state) => copyPath(storeDir, state)),
    ...rows.map(({ username, id }) => twinPath(storeDir, username, id)),
  ])
}

async function isYoung(path: string): Promise<boolean> {
  const stats = await stat(path).catch(nothingIfGone)
  return !stats || Date.now() - stats.mtimeMs < YOUNG_MS
}

/** Folders that hold nothing any more, up to the store. */
async function removeEmpty(storeDir: string, folder: string): Promise<void> {
  for (let path = folder; relative(storeDir, path) !== ''; path = join(path, '..')) {
    try {
      await rmdir(path)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOTEMPTY' || code === 'EEXIST') return
      nothingIfGone(error)
    }
  }
}

function nothingIfGone(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}
