import { createServer } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'

/**
 * The least that a gateway can do with the same libraries: it checks nothing, stores nothing, and writes
 * what it is given to the user's connections. A process of its own, started by the benchmark with a port
 * for clients and a socket file for senders.
 */
if (import.meta.main) {
  const [port, socketFile] = process.argv.slice(2)
  const users = new Map<string, Set<WebSocket>>()
  new WebSocketServer({
    port: Number(port),
    host: '127.0.0.1',
    perMessageDeflate: false,
    backlog: 4096,
  }).on('connection', (socket) => {
    socket.once('message', (data) => {
      const { token } = JSON.parse((data as Buffer).toString()) as { token: string }
      const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
        sub: string
      }
      const own = users.get(claims.sub) ?? new Set()
      users.set(claims.sub, own.add(socket))
      socket.on('error', () => undefined)
      socket.once('close', () => own.delete(socket))
      socket.send(JSON.stringify({ type: 'auth_ok', username: claims.sub }))
    })
  })
  // Senders pause while the other server is measured: their connections stay.
  createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { user, notification } = JSON.parse(Buffer.concat(chunks).toString()) as {
        user: string
        notification: object
      }
      const text = JSON.stringify({ type: 'notification', ...notification })
      const own = users.get(user) ?? new Set()
      for (const socket of own) socket.send(text)
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ sent: own.size }))
    })
  }).listen(socketFile)
}
