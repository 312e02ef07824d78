import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { TokenClaims } from '../tokens/read-token.ts'

/**
 * One client. `silent` has shown no token yet, `joining` waits for the database, `live` gets everything at
 * once, `closed` gets nothing any more. Plain fields, because there are ten thousand of them.
 */
export class Connection {
  readonly socket: Duplex
  readonly client: WebSocket
  readonly address: string
  state: 'silent' | 'joining' | 'live' | 'closed' = 'silent'
  token: TokenClaims | undefined = undefined
  /** Whether it speaks more than the protocol's first version. */
  modern = false
  /** Pings that it has not answered. */
  missed = 0
  /** Messages since the last ping, less those that answer what was sent; below zero they are still to come. */
  received = 0
  /** The ping's turn. */
  slot = 0
  /** When the state began, or since when what was sent is not taken; milliseconds. */
  since = Date.now()
  /** Frames of this turn. */
  queue: Buffer[] | undefined = undefined
  /** Frames that came while it was joining: they wait until the missed ones before them are sent. */
  waiting: Buffer[] | undefined = undefined
  warned = false

  constructor(socket: Duplex, client: WebSocket, address: string) {
    this.socket = socket
    this.client = client
    this.address = address
  }

  get username(): string {
    return this.token?.sub ?? ''
  }
}
