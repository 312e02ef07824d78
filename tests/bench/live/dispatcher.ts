import { connect, type Socket } from 'node:net'
import { once } from 'node:events'

/** One sender with a kept-alive connection to a socket file, and one request at a time. */
export class Dispatcher {
  readonly #socket: Socket
  #answered = Promise.withResolvers<string>()
  #rest = ''

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => this.#read(String(chunk)))
    socket.on('close', () => this.#answered.reject(new Error('the server closed the connection')))
    this.#answered.promise.catch(() => undefined)
  }

  static async open(socketFile: string): Promise<Dispatcher> {
    const socket = connect(socketFile)
    await once(socket, 'connect')
    return new Dispatcher(socket)
  }

  /** The body of the answer; anything but 200 is an error. */
  post(path: string, body: string): Promise<string> {
    this.#answered = Promise.withResolvers()
    if (this.#socket.closed) this.#answered.reject(new Error('the server closed the connection'))
    const head = `POST ${path} HTTP/1.1\r\nHost: bench\r\nContent-Length: ${Buffer.byteLength(body)}`
    this.#socket.write(`${head}\r\n\r\n${body}`)
    return this.#answered.promise
  }

  close(): void {
    this.#socket.destroy()
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
