import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Service, ServiceApp } from '../service.ts'
import { noUpgrade, type Front } from './gate.ts'

/** A service that runs in this process. */
export interface RunningService {
  readonly manifest: Service
  readonly app: ServiceApp
}

/**
 * Which service answers a path that comes from outside: the one with the longest public route
 * (`token` or `none`) that the path equals or lies below; everything else is the portal's, and so
 * are `session` routes, because only the portal can sign who asks.
 */
export function serviceOf<T extends { readonly manifest: Service }>(
  services: readonly T[],
  path: string,
): T | undefined {
  const portal = services.find(({ manifest }) => manifest.role === 'portal')
  let best = portal
  let length = 0
  for (const service of services) {
    if (service === portal) continue
    for (const route of service.manifest.routes ?? []) {
      if (route.auth === 'session' || !isBelow(path, route.path)) continue
      if (route.path.length > length) {
        best = service
        length = route.path.length
      }
    }
  }
  return best
}

/** Whether a path is that of a route, or lies below it. */
export function isBelow(path: string, route: string): boolean {
  return path === route || path.startsWith(route.endsWith('/') ? route : `${route}/`)
}

/** The embedded run's edge: one port for everything; it does what the proxy does before containers. */
export function createFront(services: readonly RunningService[]): Front {
  return {
    handler(request, response) {
      const service = serviceOf(services, pathOf(request))
      if (service) service.app.handler(request, response)
      else refuse(response)
    },
    upgrade(request, socket, head) {
      const path = pathOf(request)
      const service = serviceOf(services, path)
      const allowed = service?.manifest.routes?.some(
        (route) => route.websocket === true && isBelow(path, route.path),
      )
      if (allowed && service?.app.upgrade) service.app.upgrade(request, socket, head)
      else noUpgrade(request, socket)
    },
  }
}

function pathOf(request: IncomingMessage): string {
  const [path = '/'] = (request.url ?? '/').split('?', 1)
  return path
}

function refuse(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
  response.end('There is no portal in this stack.\n')
}
