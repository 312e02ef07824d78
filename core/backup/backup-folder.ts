import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UNFINISHED } from './archive-writer.ts'
import { backupTime } from './backup-format.ts'

/** One finished backup in a folder. */
export interface KeptBackup {
  readonly path: string
  readonly name: string
  readonly madeAt: Date
  readonly bytes: number
}

/** A backup that is at work writes all the time; one that has not for so long was killed. */
const SILENT_MS = 3_600_000

/** The backups of a folder, the newest first; a folder that is not there has none. */
export async function listBackups(folder: string): Promise<readonly KeptBackup[]> {
  const backups: KeptBackup[] = []
  for (const name of await namesIn(folder)) {
    const madeAt = backupTime(name)
    const path = join(folder, name)
    if (madeAt) backups.push({ path, name, madeAt, bytes: (await stat(path)).size })
  }
  return backups.toSorted((a, b) => b.madeAt.getTime() - a.madeAt.getTime())
}

/** Makes the folder if need be, and takes away what killed backups left in it. */
export async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await namesIn(folder)) {
    const path = join(folder, name)
    if (!name.endsWith(UNFINISHED) || !backupTime(name.slice(0, -UNFINISHED.length))) continue
    if (Date.now() - (await stat(path)).mtimeMs > SILENT_MS) await rm(path, { force: true })
  }
}

/** Removes all but the newest ones; resolves to what it removed. */
export async function keepNewest(folder: string, count: number): Promise<readonly KeptBackup[]> {
  const old = (await listBackups(folder)).slice(count)
  for (const { path } of old) await rm(path)
  return old
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
