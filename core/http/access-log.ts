import type { Context, Middleware, Next } from 'koa'
import { Histogram, type Registry } from 'prom-client'
import type { Logger } from '../log.ts'

const silent = new Set(['/health', '/ready', '/metrics'])

/** As nginx counts requests whose client did not wait for the answer. */
const CLIENT_LEFT = 499

/** A part of a path as long as `makeOpaqueToken` makes them: the secret of a one-time link. */
const opaqueToken = /\/(ada_)?[\w-]{43}(?=\/|$)/g

/**
 * Logs and measures each request by its route, when its answer has been sent or has broken off. The
 * query is left out, and so are tokens in the path: both may hold what is private.
 */
export function accessLog({
  service,
  log,
  metrics,
}: {
  readonly service: string
  readonly log: Logger
  readonly metrics: Registry
}): Middleware {
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of requests by service, method, route and status',
    labelNames: ['service', 'method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [metrics],
  })
  return function logAccess(ctx: Context, next: Next): Promise<void> {
    const began = performance.now()
    // Routers change the path of the context while they work.
    const { method, path } = ctx
    ctx.res.once('close', () => {
      const ms = performance.now() - began
      const status = ctx.res.headersSent ? ctx.res.statusCode : CLIENT_LEFT
      seconds.observe(
        { service, method: knownMethod(method), route: routeOf(ctx), status },
        ms / 1000,
      )
      if (silent.has(path)) return
      log.info(
        {
          request: ctx.state['requestId'] as string,
          method,
          path: path.replace(opaqueToken, '/[token]'),
          status,
          ms: Math.round(ms),
          bytes: ctx.length,
          person: (ctx.state['person'] as { personId?: string } | undefined)?.personId,
          ...(!ctx.res.writableFinished && { aborted: true }),
        },
        'request',
      )
    })
    return next() as Promise<void>
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
