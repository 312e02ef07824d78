import { chmod, mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeFolder } from './remove-folder.ts'

/**
 * Makes the folder in which a sandbox keeps its filter and the folders of runs. What sandboxes left here that were
 * killed, with what scripts had read, is removed first: the number of their process stands in its name.
 */
export async function makeSandboxFolder(place = tmpdir()): Promise<string> {
  for (const name of await readdir(place)) {
    const [, pid] = /^script-sandbox-(\d+)-\w{6}$/.exec(name) ?? []
    if (pid === undefined || isAlive(Number(pid))) continue
    await removeFolder(join(place, name)).catch(ignoreForeign)
  }
  const folder = await mkdtemp(join(place, `script-sandbox-${process.pid}-`))
  // Scripts that run as another user go through here.
  await chmod(folder, 0o711)
  return folder
}

/** A folder of this very number is of an earlier process: where containers begin, numbers do as well. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Somebody else's, or gone meanwhile. */
function ignoreForeign(error: unknown): void {
  const { code } = error as NodeJS.ErrnoException
  if (!['EACCES', 'EPERM', 'ENOENT', 'ENOTDIR'].includes(code ?? '')) throw error
}
