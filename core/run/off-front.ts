import { refuseUpgrade } from '../http/refuse-upgrade.ts'
import type { Service } from '../service.ts'
import type { Front } from './gate.ts'

/**
 * What a container answers whose service is switched off: that it is healthy and off. It runs so that
 * the stack's start is complete, and holds nothing open.
 */
export function offFront({ title }: Service, reason: string): Front {
  return {
    handler(request, response) {
      const asked = request.url === '/ready' || request.url === '/health'
      response.writeHead(asked ? 200 : 503, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify(asked ? { status: 'ok', detail: `off: ${reason}` } : { title, reason }),
      )
    },
    upgrade(_request, socket) {
      refuseUpgrade(socket, '503 Service Unavailable')
    },
  }
}
