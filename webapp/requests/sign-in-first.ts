import type { Context, Middleware, Next } from 'koa'
import { Unauthorized } from '#core/errors.ts'
import type { Visits } from './visits.ts'

/**
 * Looks up who is asking. A person who opens a page and is not signed in, or not lately enough for it,
 * goes to the login and comes back afterwards; other clients get the 401.
 */
export function signInFirst(visits: Visits): Middleware {
  return async function askToSignIn(ctx: Context, next: Next): Promise<void> {
    try {
      await visits.identify(ctx, next)
    } catch (error) {
      if (!(error instanceof Unauthorized) || !opensPage(ctx)) throw error
      const again = error.code === 'sign_in_again'
      if (visits.memberOf(ctx) && !again) throw error
      const isPart = ctx.get('hx-request') === 'true'
      if (isPart) ctx.set('hx-redirect', loginFor('/', again))
      else ctx.redirect(loginFor(ctx.url, again))
      ctx.status = isPart ? 401 : 303
      ctx.body = ''
    }
  }
}

function loginFor(url: string, again: boolean): string {
  const query = { ...(url !== '/' && { next: url }), ...(again && { again: '1' }) }
  const text = new URLSearchParams(query).toString()
  return text === '' ? '/login' : `/login?${text}`
}

function opensPage(ctx: Context): boolean {
  return (ctx.method === 'GET' || ctx.method === 'HEAD') && ctx.accepts('json', 'html') === 'html'
}
