import { randomUUID } from 'node:crypto'
import { link, rename, rm } from 'node:fs/promises'
import { createServer, connect, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Conflict } from '../errors.ts'
import { makeRuntimeFolder } from '../files/runtime-folder.ts'

/** Held by the one process that runs the database of a data folder. */
export interface StackLock {
  release(): Promise<void>
}

/** Who holds it: the stack for long, a command for a moment. */
export type LockHolder = 'stack' | 'command'

const PATIENCE_MS = 60_000
/** Where nobody listened the connection would be refused: it lives, and is too busy to say what it is. */
const BUSY = 'a process that does not answer now'

/**
 * Makes sure that one process runs a data folder: it listens on a socket that dies with the process,
 * so a crash leaves no lock behind. Waits a while for a command that has it, and throws
 * Conflict('command_running') when that takes longer; Conflict('already_running') when a stack has it.
 */
export async function takeStackLock(
  runtimeDir: string,
  dataDir: string,
  as: LockHolder = 'stack',
): Promise<StackLock> {
  await makeRuntimeFolder(runtimeDir)
  const path = join(runtimeDir, 'stack.sock')
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(100)) {
    const server = await listenAt(path, `${as} ${process.pid}`)
    // Closing it removes the socket; by then the next holder may have theirs.
    if (server) return { release: () => new Promise((resolve) => server.close(() => resolve())) }
    const holder = await askHolder(path)
    if (holder === undefined) await clearAway(path)
    else if (holder !== BUSY && !holder.startsWith('command')) {
      throw new Conflict(
        'already_running',
        `A stack with the data folder ${dataDir} already runs (${holder})`,
        { remedy: 'Stop it, or give this one another DATA_DIR and PORT.' },
      )
    } else if (Date.now() >= deadline) {
      throw new Conflict(
        'command_running',
        `Another command works on the data folder ${dataDir} (${holder})`,
        { remedy: 'Try again when it has ended.' },
      )
    }
  }
}

/** Undefined where a socket stands already, whether or not anybody listens on it. */
function listenAt(path: string, text: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.end(text)
    })
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(path, () => resolve(server))
  })
}

/** Removes a socket that a crash left behind; one that another taker has put there meanwhile goes back. */
async function clearAway(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
    if ((await askHolder(aside)) !== undefined) await link(aside, path)
  } catch (error) {
    // Another taker was faster.
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    await rm(aside, { force: true })
  }
}

/** What the holder says of itself, or undefined when nobody answers. */
function askHolder(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = ''
    const socket = connect(path)
    socket.setEncoding('utf8')
    socket.setTimeout(1000, () => {
      socket.destroy()
      resolve(BUSY)
    })
    socket.on('data', (text) => (said += String(text)))
    socket.on('end', () => resolve(said || 'process unknown'))
    // Nobody listens there: the socket file is missing or left behind by a crash.
    socket.on('error', () => resolve(undefined))
  })
}
