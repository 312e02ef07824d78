import { mkdir, rm } from 'node:fs/promises'
import { createServer, connect, type Server } from 'node:net'
import { join } from 'node:path'
import { Conflict } from '../errors.ts'

/** Held by the one stack of a data folder. */
export interface StackLock {
  release(): Promise<void>
}

/**
 * Makes sure that one stack runs on a data folder: it listens on a socket that dies with the
 * process, so a crash leaves no lock behind. Throws Conflict when another stack answers there.
 */
export async function takeStackLock(runtimeDir: string, dataDir: string): Promise<StackLock> {
  await mkdir(runtimeDir, { recursive: true, mode: 0o711 })
  const path = join(runtimeDir, 'stack.sock')
  const pid = await askHolder(path)
  if (pid !== undefined) {
    throw new Conflict('already_running', `A stack with the data folder ${dataDir} already runs (${pid})`, {
      remedy: 'Stop it, or give this one another DATA_DIR and PORT.',
    })
  }
  await rm(path, { force: true })
  const server = await answer(path)
  return {
    async release() {
      await new Promise((resolve) => server.close(resolve))
      await rm(path, { force: true })
    },
  }
}

function answer(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.end(`process ${process.pid}`)
    })
    server.once('error', reject)
    server.listen(path, () => resolve(server))
  })
}

/** What the holder says of itself, or undefined when nobody answers. */
function askHolder(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = ''
    const socket = connect(path)
    socket.setEncoding('utf8')
    socket.setTimeout(1000, () => socket.destroy(new Error('no answer')))
    socket.on('data', (text) => (said += text))
    socket.on('end', () => resolve(said || 'process unknown'))
    // Nobody listens there: the socket file is missing or left behind by a crash.
    socket.on('error', () => resolve(undefined))
  })
}
