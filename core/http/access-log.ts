import type { Context, Middleware, Next } from 'koa'
import { Histogram, type Registry } from 'prom-client'
import type { Logger } from '../log.ts'

const silent = new Set(['/health', '/ready', '/metrics'])

/** Logs and measures each request by its route. The query is left out: it may hold what is private. */
export function accessLog(log: Logger, metrics: Registry): Middleware {
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of requests by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [metrics],
  })
  return async function logAccess(ctx: Context, next: Next): Promise<void> {
    const began = performance.now()
    await next()
    const ms = performance.now() - began
    const { method, path, status } = ctx
    seconds.observe({ method: knownMethod(method), route: routeOf(ctx), status }, ms / 1000)
    if (silent.has(path)) return
    log.info(
      {
        request: ctx.state['requestId'] as string,
        method,
        path,
        status,
        ms: Math.round(ms),
        bytes: ctx.length,
        person: (ctx.state['person'] as { personId?: string } | undefined)?.personId,
      },
      'request',
    )
  }
}

/** The pattern of the route, not the path: the number of labels must not depend on visitors. */
function routeOf(ctx: Context): string {
  const matched = (ctx as { _matchedRoute?: unknown })._matchedRoute
  return typeof matched === 'string' ? matched : 'none'
}

function knownMethod(method: string): string {
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method)
    ? method
    : 'other'
}
