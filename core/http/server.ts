import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { ConfigError, messageOf } from '../errors.ts'
import { drainable } from './drain.ts'
import { removeStaleSocket } from './stale-socket.ts'

interface SocketOptions {
  /** The path of the socket file, at most 107 bytes. */
  readonly socket: string
  /** Who may connect: only our own user (0o600), unless the folder is shared with a group (0o660). */
  readonly mode?: number
}

export type ListenOptions = ({ readonly port: number; readonly host: string } | SocketOptions) & {
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** How long requests that are under way may take when it closes. */
  readonly drainMs?: number
}

export interface Listening {
  /** `http://host:port` or `unix:/path`. */
  readonly url: string
  /** The port; 0 for a socket. */
  readonly port: number
  /** Stops accepting, lets what is under way finish, then cuts what is left. */
  close(): Promise<void>
}

/** After a restart of ours everybody comes back at once; the kernel takes what it can. */
const backlog = 16_384

/** Listens on a port or a socket; throws a ConfigError with the remedy when it cannot. */
export async function listen(handler: RequestListener, options: ListenOptions): Promise<Listening> {
  const server = createServer({ requestTimeout: 300_000, headersTimeout: 20_000 }, handler)
  // Longer than proxies keep theirs, so that it is never us who close under a request.
  server.keepAliveTimeout = 65_000
  if (options.upgrade) {
    // Node leaves the errors of these connections to us: unheard, one that breaks off would end the program.
    server.on('upgrade', (_request, socket) => socket.on('error', isOver))
    server.on('upgrade', options.upgrade)
  }
  const drain = drainable(server)
  if ('socket' in options) await removeStaleSocket(options.socket)
  await start(server, options)
  const { url, port } = whereabouts(server, options)
  return { url, port, close: () => drain(options.drainMs ?? 5000) }
}

/** A connection that had an error is closed by itself; whoever works with it hears of that. */
function isOver(): void {}

function start(server: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) => reject(cannotListen(error, options))
    server.once('error', refuse)
    // A socket file has its rights from the first instant: it is made before this call returns.
    const before = 'socket' in options ? process.umask(0o777 & ~modeOf(options)) : undefined
    server.listen(
      'socket' in options ? { path: options.socket, backlog } : { ...options, backlog },
      () => {
        server.off('error', refuse)
        resolve()
      },
    )
    if (before !== undefined) process.umask(before)
  })
}

function modeOf({ mode = 0o600 }: SocketOptions): number {
  return mode
}

function whereabouts(server: Server, options: ListenOptions): { url: string; port: number } {
  if ('socket' in options) return { url: `unix:${options.socket}`, port: 0 }
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return { url: `http://${host}:${port}`, port }
}

function cannotListen(error: NodeJS.ErrnoException, options: ListenOptions): ConfigError {
  if (error.code === 'EADDRINUSE' && 'port' in options) {
    return new ConfigError([
      `PORT ${options.port} is taken by another program: stop it, or set another PORT`,
    ])
  }
  const reason = messageOf(error)
  if ('socket' in options) {
    // The system says "permission denied" of a folder that is not there as well.
    const remedy = 'its folder must be there, and this user must be allowed to write into it'
    return new ConfigError([`cannot listen on ${options.socket}: ${reason}; ${remedy}`])
  }
  return new ConfigError([
    `cannot listen on ${options.host}:${options.port}: ${reason}; check HOST and PORT`,
  ])
}
