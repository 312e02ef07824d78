import type { Context } from 'koa'
import { messageOf } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { Router } from '#core/http/router.ts'
import type { Passwords } from '../passwords.ts'
import { linkRequestedPage, requestAccessPage } from './pages.ts'
import { sendPasswordLink } from './send-password-link.ts'

const perAddress = { points: 20, seconds: 3600 }

/** /auth/request-access: a link by mail for who has no password yet or forgot it. */
export function requestAccessRoutes(passwords: Passwords, router: Router): Router {
  const { context } = passwords

  function showForm(ctx: Context): void {
    context.render(ctx, requestAccessPage(context.csrfField(ctx)))
  }

  async function request(ctx: Context): Promise<void> {
    const form = await readForm(ctx)
    context.requireCsrf(ctx, form)
    const address = clientAddress(ctx)
    await context.rateLimits.take('password-request', address, perAddress)
    context.render(ctx, linkRequestedPage())
    // Only when the answer is gone: its time must not tell whether there is anything to do.
    ctx.res.once('close', () => void send({ email: form.get('email') ?? '', address }))
  }

  async function send(asked: { email: string; address: string }): Promise<void> {
    try {
      await sendPasswordLink(passwords, asked)
    } catch (error) {
      context.log.error({ reason: messageOf(error) }, 'a link to set a password was not sent')
    }
  }

  return router.get('/auth/request-access', showForm).post('/auth/request-access', request)
}
