import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer, type RawData } from 'ws'
import { refuseUpgrade } from '#core/http/refuse-upgrade.ts'
import { addressOf } from './address-of.ts'
import { Connection } from './connection.ts'
import type { Registry } from './registry.ts'

/** The protocol's messages are small; `ws` ends a connection that sends a larger one with 1009. */
const MAX_BYTES = 64 * 1024
const PATHS = new Set(['/', '/ws/notifications'])

export interface AdmitOptions {
  readonly registry: Registry
  readonly origins: ReadonlySet<string>
  readonly trustedProxies: number
  /** Whether it is about to stop. */
  draining(): boolean
  onMessage(connection: Connection, data: Buffer, isBinary: boolean): void
  onPing(connection: Connection, data: Buffer): void
  onClose(connection: Connection): void
}

/** A WebSocket that knows whose it is: functions of its own for each would be a twentieth of its memory. */
class Client extends WebSocket {
  connection: Connection | undefined = undefined
}

/** Answers requests to become a WebSocket (RFC 6455 section 4.2); refused ones get an HTTP status. */
export type Admit = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

export function createAdmit(options: AdmitOptions): Admit {
  const { registry, origins, trustedProxies, draining, onMessage, onPing, onClose } = options
  // Without compression: it costs memory on every connection, and these messages are small.
  const server = new WebSocketServer({
    WebSocket: Client,
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_BYTES,
    clientTracking: false,
    // A client that floods us with pings and takes no answer would fill the memory: they are counted.
    autoPong: false,
  })

  function whyNot(request: IncomingMessage, address: string): string | undefined {
    const [path = ''] = (request.url ?? '').split('?', 1)
    const { origin } = request.headers
    if (!PATHS.has(path)) return '404 Not Found'
    if (origin !== undefined && !origins.has(origin)) return '403 Forbidden'
    if (draining() || !registry.mayKnock(address)) return '503 Service Unavailable'
    return undefined
  }

  // `ws` closes the connection after an error of the protocol by itself; `close` follows.
  function ignore(): void {}
  function said(this: WebSocket, data: RawData, isBinary: boolean): void {
    const { connection } = this as Client
    if (connection) onMessage(connection, data as Buffer, isBinary)
  }
  function pinged(this: WebSocket, data: Buffer): void {
    const { connection } = this as Client
    if (connection) onPing(connection, data)
  }
  function closed(this: WebSocket): void {
    const { connection } = this as Client
    if (connection) onClose(connection)
  }

  return function admit(request, socket, head) {
    const address = addressOf(request, trustedProxies)
    const reason = whyNot(request, address)
    if (reason !== undefined) return refuseUpgrade(socket, reason)
    server.handleUpgrade(request, socket, head, (client) => {
      const connection = new Connection(socket, client, address)
      client.connection = connection
      registry.knock(connection)
      client.on('error', ignore).on('message', said).on('ping', pinged).on('close', closed)
    })
  }
}
