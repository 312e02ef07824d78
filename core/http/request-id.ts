import { randomUUID } from 'node:crypto'
import type { Context, Next } from 'koa'

const accepted = /^[\w-]{8,64}$/

/** Gives each request an id, or keeps the one that the proxy gave; it is in the answer, the log and errors. */
export function requestId(ctx: Context, next: Next): Promise<void> {
  const given = ctx.get('x-request-id')
  const id = accepted.test(given) ? given : randomUUID()
  ctx.state['requestId'] = id
  ctx.set('X-Request-Id', id)
  return next() as Promise<void>
}
