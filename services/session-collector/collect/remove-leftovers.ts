import { readdir, rm, rmdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Database } from '#core/database/connect.ts'
import type { SessionPlace } from '../sessions.ts'
import { twinPath } from '../twin/make-twins.ts'
import { copyPath } from './collect-files.ts'
import { loadStates } from './file-state.ts'

/** What is younger may be on its way to a row: files are written first. */
const YOUNG_MS = 60 * 60 * 1000

/**
 * Removes copies and twins that no row names: those of people who were removed, and what a process left that was
 * killed between a row and its file. A database that knows nobody is new, and takes nothing away. Returns how many.
 */
export async function removeLeftovers({ db, storeDir }: SessionPlace): Promise<number> {
  const { rowCount } = await db.pool.query('select from core.person limit 1')
  if (rowCount === 0) return 0
  // Files are listed before the rows are read, so that each that had its row by then is known.
  const files = await filesBelow(storeDir)
  const named = await namedPaths(db, storeDir)
  const folders = new Set<string>()
  let removed = 0
  for (const { folder, path } of files) {
    const [, own = path] = /^(.*\.jsonl)(?:\.zst|\.v\d+)$/.exec(path) ?? []
    if (named.has(own) || (await isYoung(path))) continue
    await rm(path, { force: true })
    folders.add(folder)
    removed += 1
  }
  for (const folder of folders) await removeEmpty(storeDir, folder)
  return removed
}

async function filesBelow(storeDir: string) {
  try {
    const entries = await readdir(storeDir, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
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
