import { randomBytes } from 'node:crypto'
import { link, mkdir, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { Conflict } from '#core/errors.ts'
import { isAlive, processStart } from './process-start.ts'
import { readTextIfPresent } from './read-json.ts'
import type { Workspace } from './workspace.ts'

const clearingMs = 60_000

interface Holder {
  readonly pid: number
  readonly host: string
  readonly start: string | null
  readonly since: string
}

/** Given back with `release`; a holder that died loses it to the next one. */
export interface WorkspaceLock {
  release(): Promise<void>
}

/** Takes the folder for one sync; throws Conflict naming the holder when another one is at work. */
export async function lockWorkspace(workspace: Workspace): Promise<WorkspaceLock> {
  await mkdir(workspace.control, { recursive: true })
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    start: processStart(process.pid),
    since: new Date().toISOString(),
  }
  const text = JSON.stringify(own)
  const mine = `${workspace.lock}.${randomBytes(6).toString('hex')}`
  await writeFile(mine, text)
  try {
    if (!(await placeLock(mine, workspace.lock))) {
      await removeStaleLock(workspace.lock)
      if (!(await placeLock(mine, workspace.lock)))
        throw held(await readTextIfPresent(workspace.lock))
    }
  } finally {
    await rm(mine, { force: true })
  }
  return {
    async release() {
      if ((await readTextIfPresent(workspace.lock)) === text)
        await rm(workspace.lock, { force: true })
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

/** One at a time, looking again: else a lock that was taken meanwhile could be removed for a stale one. */
async function removeStaleLock(lock: string): Promise<void> {
  const clearing = `${lock}.clearing`
  await removeForgotten(clearing)
  try {
    await mkdir(clearing)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw held(await readTextIfPresent(lock))
  }
  try {
    const text = await readTextIfPresent(lock)
    if (text !== undefined && isHeld(text)) throw held(text)
    await rm(lock, { force: true })
  } finally {
    await rmdir(clearing)
  }
}

/** Clearing takes milliseconds: whoever has been at it for long has died. */
async function removeForgotten(clearing: string): Promise<void> {
  try {
    if (Date.now() - (await stat(clearing)).mtimeMs > clearingMs) await rmdir(clearing)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function isHeld(text: string): boolean {
  const holder = parseHolder(text)
  if (!holder) return false
  if (holder.host !== hostname()) return true
  return isAlive(holder.pid) && (holder.start === null || holder.start === processStart(holder.pid))
}

function held(text: string | undefined): Conflict {
  const holder = parseHolder(text ?? '')
  const who = holder
    ? `process ${holder.pid} on ${holder.host} since ${holder.since}`
    : 'another process'
  return new Conflict('sync_running', `another sync of this folder is running: ${who}`, {
    remedy: 'Wait until it has finished; queries work meanwhile.',
  })
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
