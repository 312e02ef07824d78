import type { IncomingMessage, RequestListener } from 'node:http'
import type { Duplex } from 'node:stream'
import { refuseUpgrade } from '../http/refuse-upgrade.ts'

/** What stands behind a port. */
export interface Front {
  readonly handler: RequestListener
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** A front that answers "starting" until it is opened, so that the port is known before anything runs. */
export interface Gate extends Front {
  open(front: Front): void
}

export function createGate(): Gate {
  let behind: Front | undefined
  return {
    open(front) {
      behind = front
    },
    handler(request, response) {
      if (behind) return behind.handler(request, response)
      response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' })
      response.end(JSON.stringify({ status: 'starting', services: [] }))
    },
    upgrade(request, socket, head) {
      if (behind) return behind.upgrade(request, socket, head)
      refuseUpgrade(socket, '503 Service Unavailable')
    },
  }
}

/** Refuses every upgrade: what a service without WebSockets does. */
export function noUpgrade(_request: IncomingMessage, socket: Duplex): void {
  refuseUpgrade(socket, '404 Not Found')
}
