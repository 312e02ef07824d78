import type { Context, Middleware, Next } from 'koa'
import { Unauthorized } from '#core/errors.ts'
import { seeOther } from '#core/portal/page-context.ts'
import type { Visits } from './visits.ts'

/**
 * Looks up who is asking. A person who opens a page and is not signed in goes to the login and comes
 * back afterwards; other clients get the 401.
 */
export function signInFirst(visits: Visits): Middleware {
  return async function askToSignIn(ctx: Context, next: Next): Promise<void> {
    try {
      await visits.identify(ctx, next)
    } catch (error) {
      if (!(error instanceof Unauthorized)) throw error
      if (error.code === 'sign_in_again' && isBrowser(ctx)) return signInAgain(ctx)
      if (visits.memberOf(ctx) || !opensPage(ctx)) throw error
      const isPart = ctx.get('hx-request') === 'true'
      if (isPart) ctx.set('hx-redirect', '/login')
      else ctx.redirect(ctx.url === '/' ? '/login' : `/login?next=${encodeURIComponent(ctx.url)}`)
      ctx.status = isPart ? 401 : 303
      ctx.body = ''
    }
  }
}

function opensPage(ctx: Context): boolean {
  return (ctx.method === 'GET' || ctx.method === 'HEAD') && isBrowser(ctx)
}

function isBrowser(ctx: Context): boolean {
  return ctx.accepts('json', 'html') === 'html'
}

/** The page that was wanted, or the one on which the form stood: what was typed into it is gone. */
function signInAgain(ctx: Context): void {
  const from = URL.parse(ctx.get('referer'))
  const next = opensPage(ctx) || !from ? ctx.url : `${from.pathname}${from.search}`
  const wanted = new URLSearchParams({ again: 'yes', next: opensPage(ctx) || from ? next : '/' })
  seeOther(ctx, `/login?${wanted}`)
  ctx.body = ''
}
