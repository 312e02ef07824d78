import { chmod, chown, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Unavailable } from '#core/errors.ts'
import type { ScriptUser } from '../wall/wall.ts'
import { removeFolder } from './remove-folder.ts'
import type { RunRequest } from './run-request.ts'

/** A table as `query` finds it. */
export interface TableFiles {
  readonly schema: string
  readonly name: string
  readonly files: readonly string[]
}

/** The folder of a run and the script in it. */
export interface ScratchFolder {
  readonly scratch: string
  readonly script: string
}

/**
 * Makes the folder of a run below `folder`: the script, what its tables consist of, and room to write for its user.
 * Where that fails, nothing is left of it; Unavailable('no_room') when the disk is full.
 */
export async function makeScratchFolder(
  folder: string,
  request: Pick<RunRequest, 'fileName' | 'source'>,
  tables: readonly TableFiles[],
  user: ScriptUser | undefined,
): Promise<ScratchFolder> {
  const scratch = await mkdtemp(join(folder, 'run-')).catch(noRoom)
  try {
    return await fill(scratch, request, tables, user)
  } catch (error) {
    await removeFolder(scratch)
    return noRoom(error)
  }
}

function noRoom(cause: unknown): never {
  if (!['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause
  throw new Unavailable('no_room', 'There is no room on the disk for the folder of a run', {
    remedy:
      'Try again in a minute; where it stays so, an administrator has to make room in TMPDIR.',
    cause,
  })
}

async function fill(
  scratch: string,
  { fileName, source }: Pick<RunRequest, 'fileName' | 'source'>,
  tables: readonly TableFiles[],
  user: ScriptUser | undefined,
): Promise<ScratchFolder> {
  const script = join(scratch, fileName)
  const matplotlib = join(scratch, '.matplotlib')
  const list = join(scratch, '.tables.json')
  await mkdir(matplotlib)
  await writeFile(script, source)
  await writeFile(list, JSON.stringify(tables))
  if (user) {
    for (const file of [script, list]) await chmod(file, 0o644)
    for (const folder of [scratch, matplotlib]) {
      // The group stays ours: what builds the wall has given up the rights of root by then.
      await chown(folder, user.uid, process.getgid?.() ?? user.gid)
      await chmod(folder, 0o770)
    }
  }
  return { scratch, script }
}
