import type { Duplex } from 'node:stream'

/** Answers a request to become a WebSocket with an HTTP status and closes its connection, whether or not the client does. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  // Node has given the connection away with its timeouts: half of it would stay open for as long as the client likes.
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
