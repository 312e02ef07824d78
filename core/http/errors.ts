import { METHODS } from 'node:http'
import type { Context, Middleware, Next } from 'koa'
import { AppError, NotFound } from '../errors.ts'
import type { Logger } from '../log.ts'
import { asAppError, problemOf, type Problem } from './problem.ts'

/** Shows an error to a person as a page. */
export type RenderError = (ctx: Context, problem: Problem) => void

/** The one place where errors become answers: problem+json, or a page for browsers where there is one. */
export function answerErrors(log: Logger, render?: RenderError): Middleware {
  return async function answerError(ctx: Context, next: Next): Promise<void> {
    try {
      await next()
      refuseUnanswered(ctx)
    } catch (error) {
      answer(ctx, error)
    }
  }

  function answer(ctx: Context, error: unknown): void {
    const request = ctx.state['requestId'] as string | undefined
    const known = asAppError(error)
    if (known.status >= 500) log.error({ err: error, request }, 'request failed')
    ctx.set(known.headers)
    const problem = problemOf(error, request)
    try {
      if (render && ctx.accepts('json', 'html') === 'html') render(ctx, problem)
      else showProblem(ctx, problem)
    } catch (failure) {
      log.error({ err: failure, request }, 'the page of an error failed')
      showProblem(ctx, problem)
    }
    ctx.status = problem.status
  }
}

function showProblem(ctx: Context, problem: Problem): void {
  ctx.body = problem
  ctx.type = 'application/problem+json'
}

/** What no route answered: routers leave a bare 404, 405 (with Allow) or 501. */
function refuseUnanswered(ctx: Context): void {
  if (ctx.body !== undefined && ctx.body !== null) return
  if (ctx.status === 404) throw new NotFound('not_found', 'There is nothing at this address')
  if (ctx.status !== 405 && ctx.status !== 501) return
  const status = METHODS.includes(ctx.method) ? 405 : 501
  throw new AppError(status, 'method_not_allowed', `${ctx.method} is not possible at this address`)
}
