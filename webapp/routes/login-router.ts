import type { Context } from 'koa'
import { readForm } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import { audit } from '#core/identity/audit.ts'
import { endSession } from '#core/identity/sessions.ts'
import { seeOther } from '#core/portal/page-context.ts'
import { loginPage } from '../pages/login-page.ts'
import { logoutPage } from '../pages/logout-page.ts'
import type { Portal } from '../portal.ts'
import type { Providers } from '../providers.ts'
import { safeNext } from '../safe-next.ts'

/** /login with the ways in, and /logout, which only a POST does. */
export function loginRouter({ deps, visits, show }: Portal, { active }: Providers): Router {
  function showLogin(ctx: Context): void {
    const asked = ctx.query['next']
    const next = safeNext(typeof asked === 'string' ? asked : undefined)
    const again = ctx.query['again'] === 'yes'
    if (visits.memberOf(ctx) && !again) return seeOther(ctx, next)
    visits.rememberNext(ctx, next)
    const buttons = active.flatMap(({ provider, context }) => provider.loginButtons(context))
    show(ctx, loginPage(buttons, again))
  }

  function showLogout(ctx: Context): void {
    if (visits.memberOf(ctx)) show(ctx, logoutPage(visits.csrfOf(ctx)))
    else seeOther(ctx, '/login')
  }

  async function logout(ctx: Context): Promise<void> {
    visits.requireCsrf(ctx, await readForm(ctx))
    const member = visits.memberOf(ctx)
    if (member) {
      const { sessionId, personId, email } = member
      await endSession(deps.db, { id: sessionId, personId })
      await audit(deps.db, { actor: email, action: 'session.end', subject: email })
    }
    visits.forget(ctx)
    // What the browser still shows from before must not be one press of "back" away.
    ctx.set('clear-site-data', '"cache"')
    seeOther(ctx, '/login')
  }

  return new Router().get('/login', showLogin).get('/logout', showLogout).post('/logout', logout)
}
