import type { Context, Middleware, Next } from 'koa'
import { NotFound } from '../errors.ts'
import type { Logger } from '../log.ts'
import { asAppError, problemOf, type Problem } from './problem.ts'

/** Shows an error to a person as a page. */
export type RenderError = (ctx: Context, problem: Problem) => void

/** The one place where errors become answers: problem+json, or a page for browsers where there is one. */
export function answerErrors(log: Logger, render?: RenderError): Middleware {
  return async function answerError(ctx: Context, next: Next): Promise<void> {
    try {
      await next()
      if (ctx.status === 404 && (ctx.body === undefined || ctx.body === null)) {
        throw new NotFound('not_found', 'There is nothing at this address')
      }
    } catch (error) {
      const known = asAppError(error)
      if (known.status >= 500)
        log.error({ err: error, request: ctx.state['requestId'] as string }, 'request failed')
      ctx.set(known.headers)
      const problem = problemOf(error, ctx.state['requestId'] as string | undefined)
      if (render && ctx.accepts('json', 'html') === 'html') render(ctx, problem)
      else {
        ctx.body = problem
        ctx.type = 'application/problem+json'
      }
      ctx.status = problem.status
    }
  }
}
