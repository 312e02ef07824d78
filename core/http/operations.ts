import type { Context, Middleware, Next } from 'koa'
import type { Registry } from 'prom-client'
import { messageOf } from '../errors.ts'
import type { Health } from '../service.ts'

/** What operators ask a service. */
export interface Operations {
  readonly metrics: Registry
  health(): Promise<Health>
}

/**
 * Answers /health (503 when failed), /ready and /metrics. They are for the service's own address, which
 * only the stack reaches; the portal has its own /health and shows no metrics.
 */
export function operations({ metrics, health }: Operations): Middleware {
  return async function answerOperations(ctx: Context, next: Next): Promise<void> {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next() as Promise<void>
    if (ctx.path === '/health' || ctx.path === '/ready') return answerHealth(ctx, health)
    if (ctx.path !== '/metrics') return next() as Promise<void>
    ctx.type = metrics.contentType
    ctx.body = await metrics.metrics()
  }
}

async function answerHealth(ctx: Context, health: Operations['health']): Promise<void> {
  const found = await health().catch((error: unknown): Health => ({
    status: 'failed',
    detail: messageOf(error),
  }))
  ctx.status = found.status === 'failed' ? 503 : 200
  ctx.body = found
}
