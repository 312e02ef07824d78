import { lstat, rm, unlink } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '../files/make-folder.ts'
import { namesIn } from '../files/names-in.ts'
import { nothingIfMissing } from '../files/nothing-if-missing.ts'
import { UNFINISHED } from './archive-writer.ts'
import { backupTime } from './backup-format.ts'

/** One finished backup in a folder. */
export interface KeptBackup {
  readonly path: string
  readonly name: string
  readonly madeAt: Date
  readonly bytes: number
}

/** A backup that is at work writes all the time: one that has not for so long, or did in a time to come, was killed. */
const SILENT_MS = 3_600_000

/** The backups of a folder, the newest first; a folder that is not there has none. */
export async function listBackups(folder: string): Promise<readonly KeptBackup[]> {
  const backups: KeptBackup[] = []
  for (const name of await namesIn(folder)) {
    const madeAt = backupTime(name)
    const path = join(folder, name)
    const found = madeAt && (await fileAt(path))
    if (found) backups.push({ path, name, madeAt, bytes: found.size })
  }
  return backups.toSorted((a, b) => b.madeAt.getTime() - a.madeAt.getTime())
}

/** Makes the folder if need be, and takes away what killed backups left in it. */
export async function prepareFolder(folder: string): Promise<void> {
  await makeFolder(folder, 0o700)
  for (const name of await namesIn(folder)) {
    const path = join(folder, name)
    const found = name.endsWith(`.age${UNFINISHED}`) && (await fileAt(path))
    if (found && Math.abs(Date.now() - found.mtimeMs) > SILENT_MS) await rm(path, { force: true })
  }
}

/**
 * Removes all but the newest ones, and tells `removed` of each as soon as it is gone. `made` is the newest, whatever the
 * names say: the clock may have been wrong when the others were made.
 */
export async function keepNewest(
  made: string,
  count: number,
  removed: (one: KeptBackup) => void = () => undefined,
): Promise<void> {
  const others = (await listBackups(dirname(made))).filter(({ path }) => path !== made)
  for (const old of others.slice(count - 1)) {
    // As `rm` does with `force`, which would try it as a folder and name that failure instead of the first one.
    await unlink(old.path).catch(nothingIfMissing)
    removed(old)
  }
}

/** A plain file; undefined for what is none, and for what another backup has just renamed or removed. */
async function fileAt(path: string): Promise<Stats | undefined> {
  const found = await lstat(path).catch(nothingIfMissing)
  return found?.isFile() ? found : undefined
}
