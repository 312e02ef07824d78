import Koa, { type Middleware } from 'koa'
import type { Registry } from 'prom-client'
import type { Logger } from '../log.ts'
import type { Health } from '../service.ts'
import { accessLog } from './access-log.ts'
import { answerErrors, type RenderError } from './errors.ts'
import { operations } from './operations.ts'
import { requestId } from './request-id.ts'
import type { Router } from './router.ts'

export interface HttpAppOptions {
  /** The id of the service, for the metrics. */
  readonly service: string
  readonly log: Logger
  readonly metrics: Registry
  /** Answers /health, /ready and /metrics; without it the app answers them itself. */
  health?(): Promise<Health>
  /** Headers that every answer carries. */
  readonly headers?: Middleware
  /** Shows errors to browsers; without it they get problem+json like everyone. */
  readonly renderError?: RenderError
  /** Says who is asking, before any route: `portalIdentity` for services behind the portal. */
  readonly identity?: Middleware
  readonly routers?: readonly Router[]
}

/** The kernel of every service's HTTP: id, log, errors, operations, then who is asking, then the routes. */
export function createHttpApp(options: HttpAppOptions): Koa {
  const { service, log, metrics, health, headers, identity } = options
  const app = new Koa()
  // Koa prints to the console by default; what reaches it is a defect of ours.
  app.on('error', (error: unknown) => {
    if (!hasLeft(error)) log.error({ err: error }, 'unhandled error of a request')
  })
  app.use(requestId)
  app.use(headers ?? plainHeaders)
  app.use(accessLog({ service, log, metrics }))
  app.use(answerErrors(log, options.renderError))
  if (health) app.use(operations({ metrics, health }))
  if (identity) app.use(identity)
  for (const router of options.routers ?? []) {
    app.use(router.routes() as Middleware)
    app.use(router.allowedMethods() as Middleware)
  }
  return app
}

/** A service's own answers are never pages of their own. */
const plainHeaders: Middleware = (ctx, next) => {
  ctx.set('X-Content-Type-Options', 'nosniff')
  ctx.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  ctx.set('Referrer-Policy', 'no-referrer')
  return next()
}

/** A client that goes away in the middle of an answer is no error of ours; the access log says so. */
function hasLeft(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown }
  return ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'HPE_INVALID_EOF_STATE'].includes(
    String(code),
  )
}
