import { createHash, randomBytes } from 'node:crypto'
import { link, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { makeFolder } from './make-folder.ts'
import { isAlive, processStart } from '../process-start.ts'
import { readTextIfPresent } from './read-text-if-present.ts'

interface Holder {
  readonly pid: number
  readonly host: string
  readonly start: string | null
  readonly since: string
}

/** Given back with `release`; a holder that died loses it to the next one. */
export interface FileLock {
  release(): Promise<void>
}

/**
 * Takes a lock that is a file, for one process at a time. Throws what `refused` makes of the holder's words, such as
 * `process 12 on host since 2026-01-02T03:04:05.000Z`, when another one has it.
 */
export async function lockFile(lock: string, refused: (who: string) => Error): Promise<FileLock> {
  await makeFolder(dirname(lock))
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    start: processStart(process.pid),
    since: new Date().toISOString(),
  }
  const token = randomBytes(6).toString('hex')
  const text = JSON.stringify({ ...own, token })
  const mine = `${lock}.${token}`
  try {
    await writeFile(mine, text)
    if (!(await placeLock(mine, lock))) await takeOver(mine, lock, refused)
  } finally {
    await rm(mine, { force: true })
  }
  return {
    async release() {
      if ((await readTextIfPresent(lock)) === text) await rm(lock, { force: true })
    },
  }
}

/** A link appears with its whole content or not at all, and never replaces one that is there. */
async function placeLock(from: string, lock: string): Promise<boolean> {
  try {
    await link(from, lock)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error
    return placeWithoutLinks(from, lock)
  }
}

async function placeWithoutLinks(from: string, lock: string): Promise<boolean> {
  try {
    await writeFile(lock, (await readTextIfPresent(from)) ?? '', { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * Puts `mine` in the place of what a dead process left. Whose turn that is, a lock of its own says, named after what
 * was left: who has it is alone with that one lock, for as long as they live, however long they stand still.
 */
async function takeOver(
  mine: string,
  lock: string,
  refused: (who: string) => Error,
): Promise<void> {
  const left = await readTextIfPresent(lock)
  if (left === undefined) {
    // Given back a moment ago.
    if (await placeLock(mine, lock)) return
    throw refused(holderOf(await readTextIfPresent(lock)))
  }
  if (isHeld(left)) throw refused(holderOf(left))
  const name = createHash('sha256').update(left).digest('hex').slice(0, 12)
  const turn = await lockFile(`${lock}.${name}`, refused)
  try {
    // Before it was our turn another one may have taken it over.
    const now = await readTextIfPresent(lock)
    if (now !== left) throw refused(holderOf(now))
    await rename(mine, lock)
  } finally {
    await turn.release()
  }
}

function isHeld(text: string): boolean {
  const holder = parseHolder(text)
  if (!holder) return false
  if (holder.host !== hostname()) return true
  return isAlive(holder.pid) && (holder.start === null || holder.start === processStart(holder.pid))
}

function holderOf(text = ''): string {
  const holder = parseHolder(text)
  if (!holder) return 'another process'
  return `process ${holder.pid} on ${holder.host} since ${holder.since}`
}

function parseHolder(text: string): Holder | undefined {
  const { pid, host, start, since } = parseObject(text)
  if (typeof pid !== 'number' || typeof host !== 'string' || typeof since !== 'string')
    return undefined
  return { pid, host, start: typeof start === 'string' ? start : null, since }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch (error) {
    // Half of a lock file: whoever wrote it died while writing.
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
