import { constants, existsSync } from 'node:fs'
import { copyFile, link, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Conflict } from '#core/errors.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { hashOf } from './broken-objects.ts'
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
  const ours = await hashIfUntouched(workspace, installed)
  const aside = ours === undefined ? await setAside(workspace) : undefined
  const fresh = `${workspace.database}.new`
  await copyFile(source, fresh)
  // Whichever of both a kill leaves in the place is known for ours by the next sync.
  await publishFile(installed, [await hashOf(fresh), ours ?? ''].join('\n').trim())
  try {
    await rename(fresh, workspace.database)
  } catch (cause) {
    await rm(fresh, { force: true })
    throw openElsewhere(workspace.database, cause)
  }
  return aside
}

/**
 * The hash of the database when it is the one that an earlier sync put there, byte for byte, and nothing where there
 * is none; undefined when somebody has worked in it.
 */
async function hashIfUntouched(
  workspace: Workspace,
  installed: string,
): Promise<string | undefined> {
  if (existsSync(`${workspace.database}.wal`)) return undefined
  if (!existsSync(workspace.database)) return ''
  const known = (await readTextIfPresent(installed))?.split('\n') ?? []
  const hash = await hashOf(workspace.database)
  return known.includes(hash) ? hash : undefined
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

function openElsewhere(database: string, cause: unknown): Conflict {
  return new Conflict('database_in_use', `${database} is held open by another program`, {
    remedy:
      'Close it there and run `analyst sync` again. `analyst query` has the new data already.',
    cause,
  })
}
