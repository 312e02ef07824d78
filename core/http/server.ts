import { rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { ConfigError, messageOf } from '../errors.ts'

export type ListenOptions = (
  { readonly port: number; readonly host: string } | { readonly socket: string }
) & {
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

/** Listens on a port or a socket; throws a ConfigError with the remedy when it cannot. */
export async function listen(handler: RequestListener, options: ListenOptions): Promise<Listening> {
  const server = createServer({ requestTimeout: 300_000, headersTimeout: 20_000 }, handler)
  server.keepAliveTimeout = 65_000
  if (options.upgrade) server.on('upgrade', options.upgrade)
  // A socket file that a crash left behind is in the way; whether somebody lives there is the caller's to know.
  if ('socket' in options) await rm(options.socket, { force: true })
  await start(server, options)
  const { url, port } = whereabouts(server, options)
  return { url, port, close: () => drain(server, options.drainMs ?? 5000) }
}

function start(server: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, options)))
    const target = 'socket' in options ? { path: options.socket } : options
    server.listen(target, resolve)
  })
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
  const where = 'socket' in options ? options.socket : `${options.host}:${options.port}`
  return new ConfigError([`cannot listen on ${where}: ${messageOf(error)}; check HOST and PORT`])
}

async function drain(server: Server, drainMs: number): Promise<void> {
  // Answers that are still to come close their connections, so that clients go elsewhere.
  server.prependListener('request', (_request, response) => {
    response.setHeader('Connection', 'close')
  })
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearTimeout(timer)
}
