import { createHash } from 'node:crypto'
import { constants, createReadStream, existsSync } from 'node:fs'
import { copyFile, link, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Conflict } from '#core/errors.ts'
import { publishFile } from '#core/files/publish-file.ts'
import type { Workspace } from './workspace.ts'

/**
 * Puts a generation's views into the analyst's folder as `analytics.duckdb`. A database in which somebody
 * made something of their own is set aside, never overwritten; resolves to its new name, if so.
 * An open session keeps the file that it opened.
 */
export async function installDatabase(
  workspace: Workspace,
  source: string,
): Promise<string | undefined> {
  const installed = join(workspace.control, 'analytics.sha256')
  const aside = (await isUntouched(workspace, installed)) ? undefined : await setAside(workspace)
  const fresh = `${workspace.database}.new`
  await copyFile(source, fresh)
  await publishFile(installed, await hashOf(fresh))
  try {
    await rename(fresh, workspace.database)
  } catch (cause) {
    await rm(fresh, { force: true })
    throw openElsewhere(workspace.database, cause)
  }
  return aside
}

/** Whether the database is the one that an earlier sync put there, byte for byte, or there is none. */
async function isUntouched(workspace: Workspace, installed: string): Promise<boolean> {
  if (existsSync(`${workspace.database}.wal`)) return false
  if (!existsSync(workspace.database)) return true
  if (!existsSync(installed)) return false
  return (await readFile(installed, 'utf8')) === (await hashOf(workspace.database))
}

async function setAside(workspace: Workspace): Promise<string> {
  const stamp = new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-')
  const name = join(workspace.dir, `analytics.own-${stamp}.duckdb`)
  try {
    if (existsSync(workspace.database)) await keep(workspace.database, name)
    const wal = `${workspace.database}.wal`
    if (existsSync(wal)) await rename(wal, `${name}.wal`)
  } catch (cause) {
    throw openElsewhere(workspace.database, cause)
  }
  return name
}

/** Under a second name while the first one stays usable; a copy where there are no links. */
async function keep(file: string, name: string): Promise<void> {
  try {
    await link(file, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    await copyFile(file, name, constants.COPYFILE_EXCL)
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}

function openElsewhere(database: string, cause: unknown): Conflict {
  return new Conflict('database_in_use', `${database} is held open by another program`, {
    remedy:
      'Close it there and run `analyst sync` again. `analyst query` has the new data already.',
    cause,
  })
}
