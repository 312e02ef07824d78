import type { Context } from 'koa'
import { readForm } from '#core/http/body.ts'
import type { Router } from '#core/http/router.ts'
import type { Person } from '#core/identity/people.ts'
import { seeOther } from '#core/portal/page-context.ts'
import { confirmPage } from '../confirm-page.ts'
import type { Passwords } from '../passwords.ts'
import { recordFactorChange } from '../record-factor-change.ts'
import { recoveryCodesPage, setUpPage } from './pages.ts'
import type { SecondFactor } from './second-factor.ts'

const triesPerHour = { points: 20, seconds: 3600 }

/** /account/authenticator and /account/recovery-codes: switching the second step on and off. */
export function factorRoutes(
  { context }: Passwords,
  { authenticators, recoveryCodes }: SecondFactor,
  router: Router,
): Router {
  async function offer(ctx: Context): Promise<void> {
    await showSecret(ctx, await context.requireRecentSignIn(ctx))
  }

  async function switchOn(ctx: Context): Promise<void> {
    const { person, form } = await requireFreshForm(ctx)
    await context.rateLimits.take('authenticator-set-up', person.id, triesPerHour)
    if (!(await authenticators.confirm(person.id, form.get('code') ?? '')))
      return showSecret(ctx, person, 'This code is not right. Is the clock of the phone right?')
    const text = 'An authenticator app was set up.'
    await recordFactorChange(context, ctx, person, { action: 'authenticator.add', text })
    context.render(ctx, recoveryCodesPage(await recoveryCodes.renew(person.id)))
  }

  async function askToSwitchOff(ctx: Context): Promise<void> {
    await context.requireRecentSignIn(ctx)
    const page = {
      title: 'Switch the second step off?',
      text: 'Your password alone signs you in then. The recovery codes end too.',
      action: '/account/authenticator/remove',
      button: 'Switch it off',
    }
    context.render(ctx, confirmPage({ ...page, csrf: context.csrfField(ctx) }))
  }

  async function switchOff(ctx: Context): Promise<void> {
    const { person } = await requireFreshForm(ctx)
    await authenticators.remove(person.id)
    await recoveryCodes.remove(person.id)
    const text = 'The authenticator app was removed.'
    await recordFactorChange(context, ctx, person, { action: 'authenticator.remove', text })
    backToAccount(ctx)
  }

  async function askToRenew(ctx: Context): Promise<void> {
    await context.requireRecentSignIn(ctx)
    const page = {
      title: 'Make new recovery codes?',
      text: 'The ones you have stop working.',
      action: '/account/recovery-codes',
      button: 'Make new ones',
    }
    context.render(ctx, confirmPage({ ...page, csrf: context.csrfField(ctx) }))
  }

  async function renew(ctx: Context): Promise<void> {
    const { person } = await requireFreshForm(ctx)
    if (!(await authenticators.isOn(person.id))) return backToAccount(ctx)
    const text = 'New recovery codes were made.'
    await recordFactorChange(context, ctx, person, { action: 'recovery-code.renew', text })
    context.render(ctx, recoveryCodesPage(await recoveryCodes.renew(person.id)))
  }

  async function requireFreshForm(
    ctx: Context,
  ): Promise<{ readonly person: Person; readonly form: URLSearchParams }> {
    const person = await context.requireRecentSignIn(ctx)
    const form = await readForm(ctx)
    context.requireCsrf(ctx, form)
    return { person, form }
  }

  async function showSecret(ctx: Context, person: Person, problem?: string): Promise<void> {
    const secret = await authenticators.offer(person.id)
    if (secret === undefined) return backToAccount(ctx)
    const page = setUpPage({
      csrf: context.csrfField(ctx),
      secret,
      account: person.email,
      issuer: context.instance.name,
      problem,
    })
    context.render(ctx, page)
  }

  return router
    .get('/account/authenticator', offer)
    .post('/account/authenticator', switchOn)
    .get('/account/authenticator/remove', askToSwitchOff)
    .post('/account/authenticator/remove', switchOff)
    .get('/account/recovery-codes', askToRenew)
    .post('/account/recovery-codes', renew)
}

function backToAccount(ctx: Context): void {
  seeOther(ctx, '/account?done=saved')
}
