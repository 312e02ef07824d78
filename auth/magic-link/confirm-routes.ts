import type { Context } from 'koa'
import type { AuthContext } from '#core/auth.ts'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { Router } from '#core/http/router.ts'
import { askedLinks } from './asked-link.ts'
import { confirmPage, deadLinkPage } from './pages.ts'

const opens = { points: 60, seconds: 900 }

/** /login/email/verify/<token>: opening it changes nothing, the button on the page signs in. */
export function confirmRoutes(context: AuthContext<unknown>, router: Router): Router {
  const { rateLimits, publicUrl } = context
  const links = askedLinks(context)
  const tokenOf = (ctx: Context) => String(ctx['params'].token)

  async function offer(ctx: Context): Promise<void> {
    await rateLimits.take('magic-link-open', clientAddress(ctx), opens)
    const token = tokenOf(ctx)
    if (!(await links.isGood(token))) return context.render(ctx, deadLinkPage())
    context.render(ctx, confirmPage(`/login/email/verify/${token}`, context.csrfField(ctx)))
  }

  async function confirm(ctx: Context): Promise<void> {
    await rateLimits.take('magic-link-open', clientAddress(ctx), opens)
    context.requireCsrf(ctx, await readForm(ctx))
    const email = await links.take(ctx, tokenOf(ctx))
    if (email === undefined) return context.render(ctx, deadLinkPage())
    const issuer = publicUrl.origin
    await context.signIn(ctx, { email, emailVerified: true, subject: email, issuer })
  }

  return router.get('/login/email/verify/:token', offer).post('/login/email/verify/:token', confirm)
}
