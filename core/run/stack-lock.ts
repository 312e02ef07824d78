import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
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
/** A crash left the socket; or there is none, or it broke off while it was asked. */
const [DEAD, NOBODY] = ['left behind', 'nobody that answers']
const passing = new Set([BUSY, NOBODY])

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
    if (server) return lockOf(server)
    const holder = await askHolder(path)
    if (holder === DEAD) await clearAway(path)
    else if (!passing.has(holder) && !holder.startsWith('command')) {
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

/** Closing it removes the socket, before another can have theirs there. */
function lockOf(server: Server): StackLock {
  return { release: () => new Promise((resolve) => server.close(() => resolve())) }
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

/**
 * Removes a socket that a crash left behind. One does it at a time: of two that saw it dead the second would remove
 * what the first has put in its place.
 */
async function clearAway(path: string): Promise<void> {
  const turn = await takeTurn(path)
  if (turn === undefined) return
  try {
    // A socket that is being made takes no connection for a moment either.
    if ((await askHolder(path)) !== DEAD) return
    await sleep(50)
    if ((await askHolder(path)) === DEAD) await rm(path)
  } finally {
    await turn.release()
  }
}

/** An abstract socket, which the kernel forgets with its process (unix(7)); elsewhere nobody waits for a turn. */
async function takeTurn(path: string): Promise<StackLock | undefined> {
  if (process.platform !== 'linux') return { release: () => Promise.resolve() }
  const name = createHash('sha256').update(path).digest('hex')
  const server = await listenAt(`\0ai-data-analyst-${name}`, '')
  return server && lockOf(server)
}

/** What the holder says of itself; what is meant when nobody is there stands above. */
function askHolder(path: string): Promise<string> {
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
    socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ECONNREFUSED' ? DEAD : NOBODY),
    )
  })
}
