import { connect, type Socket } from 'node:net'
import { once } from 'node:events'

/** One sender with a kept-alive connection to a socket file, and one request at a time. */
export class Dispatcher {
  readonly #socketFile: string
  #socket: Socket
  #answered = Promise.withResolvers<string>()
  #rest = ''

  private constructor(socketFile: string, socket: Socket) {
    this.#socketFile = socketFile
    this.#socket = socket
    this.#listen()
  }

  static async open(socketFile: string): Promise<Dispatcher> {
    return new Dispatcher(socketFile, await connected(socketFile))
  }

  /** The body of the answer; anything but 200 is an error. Servers end a connection that was idle for long. */
  async post(path: string, body: string): Promise<string> {
    if (this.#socket.destroyed || !this.#socket.writable) {
      this.#socket = await connected(this.#socketFile)
      this.#listen()
    }
    this.#answered = Promise.withResolvers()
    const head = `POST ${path} HTTP/1.1\r\nHost: bench\r\nContent-Length: ${Buffer.byteLength(body)}`
    this.#socket.write(`${head}\r\n\r\n${body}`)
    return await this.#answered.promise
  }

  close(): void {
    this.#socket.destroy()
  }

  #listen(): void {
    const socket = this.#socket
    this.#answered.promise.catch(() => undefined)
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => this.#read(String(chunk)))
    socket.on('close', () => this.#answered.reject(new Error('the server closed the connection')))
  }

  #read(chunk: string): void {
    this.#rest += chunk
    const end = this.#rest.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/content-length: *(\d+)/i.exec(this.#rest)?.[1])
    const body = this.#rest.slice(end + 4)
    if (body.length < length) return
    const status = this.#rest.slice(9, 12)
    this.#rest = ''
    if (status === '200') this.#answered.resolve(body)
    else this.#answered.reject(new Error(`${status}: ${body}`))
  }
}

async function connected(socketFile: string): Promise<Socket> {
  const socket = connect(socketFile)
  await once(socket, 'connect')
  return socket
}
