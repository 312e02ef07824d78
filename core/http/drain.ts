import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/**
 * Makes a server that can be closed without cutting anybody off: it stops accepting, answers that are
 * under way are finished, and then their connections are closed. What is still open after `drainMs`,
 * WebSockets included, is cut.
 */
export function drainable(server: Server): (drainMs: number) => Promise<void> {
  /** The answers that are under way on each connection. */
  const connections = new Map<Socket, Set<ServerResponse>>()
  const upgraded = new Set<Duplex>()
  let closing = false

  server.on('connection', (socket) => {
    connections.set(socket, new Set())
    socket.once('close', () => connections.delete(socket))
  })
  server.prependListener('request', ({ socket }, response) => {
    const answers = connections.get(socket)
    answers?.add(response)
    if (closing) response.setHeader('Connection', 'close')
    response.once('close', () => {
      answers?.delete(response)
      if (closing && answers?.size === 0) socket.destroySoon()
    })
  })
  // Without a listener of the service, Node takes the request for an ordinary one.
  if (server.listenerCount('upgrade') > 0) {
    server.prependListener('upgrade', ({ socket }) => {
      connections.delete(socket)
      upgraded.add(socket)
      socket.once('close', () => upgraded.delete(socket))
    })
  }
  // Called by close(). Node's own takes an answer for sent that still waits in the socket, and cuts it.
  server.closeIdleConnections = () => {
    for (const [socket, answers] of connections) if (answers.size === 0) socket.destroySoon()
  }

  return async function drain(drainMs) {
    closing = true
    for (const answer of [...connections.values()].flatMap((answers) => [...answers])) {
      if (!answer.headersSent) answer.setHeader('Connection', 'close')
    }
    const gone = [...connections.keys(), ...upgraded].map(
      (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
    )
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    const timer = setTimeout(() => {
      for (const socket of [...connections.keys(), ...upgraded]) socket.destroy()
    }, drainMs)
    await closed
    // The server says that it is closed a moment before the last connections do.
    await Promise.all(gone)
    clearTimeout(timer)
  }
}
