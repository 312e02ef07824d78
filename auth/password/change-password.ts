import type { Context } from 'koa'
import { AppError, BadRequest } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { Router } from '#core/http/router.ts'
import type { Person } from '#core/identity/people.ts'
import { seeOther } from '#core/portal/page-context.ts'
import { changeRefusedPage } from './pages.ts'
import { normalizePassword } from './password-rules.ts'
import { acceptPassword, type Passwords } from './passwords.ts'
import { setPassword } from './set-password.ts'

const changesPerHour = { points: 10, seconds: 3600 }

/** POST /account/password: needs the current password and ends all other sessions. */
export function changeRoutes(passwords: Passwords, router: Router): Router {
  const { context, credentials, hashing } = passwords

  async function change(ctx: Context): Promise<void> {
    const person = await context.requirePerson(ctx)
    const form = await readForm(ctx)
    context.requireCsrf(ctx, form)
    await context.rateLimits.take('password-change', person.id, changesPerHour)
    let hash: string
    try {
      await requireCurrent(person, form.get('current') ?? '')
      hash = await hashing.hash(acceptPassword(passwords, person, form.get('password') ?? ''))
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      return context.render(ctx, changeRefusedPage(context.csrfField(ctx), error.message))
    }
    const address = clientAddress(ctx)
    const endSessions = () => context.endOtherSessions(ctx)
    await setPassword(passwords, { person, hash, action: 'password.change', address, endSessions })
    seeOther(ctx, '/account?done=saved')
  }

  async function requireCurrent(person: Person, current: string): Promise<void> {
    const hash = await credentials.hashOf(person.id)
    const password = normalizePassword(current.slice(0, 1024))
    if (await hashing.verify(hash, password)) return
    throw new BadRequest('wrong_password', 'The current password is not right.')
  }

  return router.post('/account/password', change)
}
