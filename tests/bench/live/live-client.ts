import { connect, type Socket } from 'node:net'

/** A cursor as the gateway tells it in `auth_ok`. */
export interface Cursor {
  readonly epoch: string
  readonly seq: number
}

const HANDSHAKE =
  'GET / HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n'

/**
 * The cheapest client there can be, so that the servers are measured and not this process: it takes frames
 * apart (RFC 6455 section 5.2) and looks into none but the welcome.
 */
export class LiveClient {
  cursor: Cursor | undefined
  readonly #at: { readonly port: number; readonly token: string }
  readonly #onNotification: (text: () => string) => void
  #socket: Socket | undefined
  #rest = Buffer.alloc(0)
  #welcome = Promise.withResolvers<void>()
  #state: 'upgrading' | 'joining' | 'live' = 'upgrading'

  constructor(
    at: { readonly port: number; readonly token: string },
    onNotification: (text: () => string) => void,
  ) {
    this.#at = at
    this.#onNotification = onNotification
  }

  /** Connects and resolves when it is let in; with `cursor` it asks for what it missed. */
  join(cursor?: Cursor | null): Promise<void> {
    this.#state = 'upgrading'
    this.#rest = Buffer.alloc(0)
    this.#welcome = Promise.withResolvers()
    const hello = { type: 'auth', token: this.#at.token, ...(cursor !== undefined && { cursor }) }
    const socket = connect({ port: this.#at.port, host: '127.0.0.1', noDelay: true })
    this.#socket = socket
    socket.on('connect', () => socket.write(HANDSHAKE))
    socket.on('data', (chunk: Buffer) => this.#read(chunk, JSON.stringify(hello)))
    socket.on('error', (error) => this.#welcome.reject(error))
    socket.on('close', () => this.#welcome.reject(new Error('closed before the welcome')))
    return this.#welcome.promise
  }

  /** Reads nothing any more, as a program does that hangs. */
  stall(): void {
    this.#socket?.pause()
  }

  /** Cuts the connection as a broken network does. */
  cut(): void {
    this.#socket?.resetAndDestroy()
  }

  #read(chunk: Buffer, hello: string): void {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    if (this.#state === 'upgrading') {
      const end = bytes.indexOf('\r\n\r\n')
      if (end >= 0) {
        this.#state = 'joining'
        this.#socket?.write(maskedFrame(hello))
        bytes = bytes.subarray(end + 4)
      }
    }
    if (this.#state !== 'upgrading') bytes = this.#frames(bytes)
    this.#rest = Buffer.from(bytes)
  }

  #frames(bytes: Buffer): Buffer {
    let at = 0
    while (at + 4 <= bytes.length) {
      const short = bytes.readUInt8(at + 1)
      const head = short < 126 ? 2 : 4
      const end = at + head + (short < 126 ? short : bytes.readUInt16BE(at + 2))
      if (end > bytes.length) break
      const from = at + head
      // Pings are shorter than any notification here.
      if (this.#state === 'live' && short >= 126)
        this.#onNotification(() => bytes.toString('latin1', from, end))
      else if (this.#state !== 'live') this.#welcomed(bytes.toString('utf8', from, end))
      at = end
    }
    return bytes.subarray(at)
  }

  #welcomed(text: string): void {
    const { type, epoch, head } = JSON.parse(text) as Record<string, unknown>
    if (type !== 'auth_ok') return this.#welcome.reject(new Error(text))
    if (typeof epoch === 'string' && typeof head === 'number') this.cursor = { epoch, seq: head }
    this.#state = 'live'
    this.#welcome.resolve()
  }
}

/** What clients send has to be masked; a mask of zeros is one. */
function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const head = Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 255, 0, 0, 0, 0])
  return Buffer.concat([head, payload])
}
