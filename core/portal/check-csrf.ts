import type { Next } from 'koa'
import { Forbidden } from '../errors.ts'
import { readForm } from '../http/body.ts'
import { isSameSecret } from '../http/same-secret.ts'
import { personOf, type PageContext } from './page-context.ts'

/**
 * Refuses a form that does not carry the session's own token, and JSON without it in `x-csrf-token`. The
 * portal checks it as well.
 */
export async function checkCsrf(ctx: PageContext, next: Next): Promise<void> {
  const given = ctx.is('json') ? ctx.get('x-csrf-token') : (await readForm(ctx)).get('csrf')
  if (!isSameSecret(given ?? '', personOf(ctx).csrf)) {
    throw new Forbidden('csrf', 'The form has expired', {
      remedy: 'Reload the page and try again.',
    })
  }
  await next()
}
