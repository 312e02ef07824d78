import type { Context } from 'koa'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { Router } from '#core/http/router.ts'
import { audit } from '#core/identity/audit.ts'
import { findPerson, type Person } from '#core/identity/people.ts'
import { seeOther } from '#core/portal/page-context.ts'
import { enter } from '../enter.ts'
import { isPasskeyPossible } from '../passkeys/relying-party.ts'
import type { Passwords } from '../passwords.ts'
import { securityNotice } from '../security-notice.ts'
import { codePage } from './pages.ts'
import type { SecondFactor } from './second-factor.ts'

// Three codes of a million are right at a time: even for who has the password they cannot be guessed.
const perQuarter = { points: 10, seconds: 900 }
const perDay = { points: 50, seconds: 86_400 }

const refusal = 'This code is not right, or it was used already.'

/** /login/code: the second step of who has given the right password in this browser. */
export function codeRoutes(passwords: Passwords, factor: SecondFactor, router: Router): Router {
  const { context } = passwords
  const { db, rateLimits } = context
  const { authenticators, recoveryCodes, ceremonies } = factor

  async function showForm(ctx: Context): Promise<void> {
    if (await waiting(ctx)) show(ctx)
    else startAgain(ctx)
  }

  async function check(ctx: Context): Promise<void> {
    const form = await readForm(ctx)
    context.requireCsrf(ctx, form)
    const person = await waiting(ctx)
    if (!person) return startAgain(ctx)
    await countTry(person)
    const how = await rightCode(person, form.get('code') ?? '')
    if (!how) return refuse(ctx, person)
    if (!(await ceremonies.finish(ctx, 'code'))) return startAgain(ctx)
    if (how === 'recovery') await recordRecovery(ctx, person)
    await rateLimits.forgive('password-code', person.id, perQuarter)
    await enter(passwords, ctx, person)
  }

  /** Who has given the right password in this browser, a short while ago. */
  async function waiting(ctx: Context): Promise<Person | undefined> {
    const { personId } = (await ceremonies.current(ctx, 'code')) ?? {}
    return personId ? findPerson(db, personId) : undefined
  }

  async function countTry({ id }: Person): Promise<void> {
    await rateLimits.take('password-code', id, perQuarter)
    await rateLimits.take('password-code-day', id, perDay)
  }

  async function rightCode({ id }: Person, code: string): Promise<'app' | 'recovery' | undefined> {
    if (await authenticators.check(id, code)) return 'app'
    return (await recoveryCodes.use(id, code)) ? 'recovery' : undefined
  }

  async function refuse(ctx: Context, { email }: Person): Promise<void> {
    const address = clientAddress(ctx)
    await audit(db, { actor: email, action: 'password.code-refused', subject: email, address })
    show(ctx, refusal)
  }

  async function recordRecovery(ctx: Context, person: Person): Promise<void> {
    const { id, email } = person
    const address = clientAddress(ctx)
    await audit(db, { actor: email, action: 'recovery-code.use', subject: email, address })
    const left = await recoveryCodes.left(id)
    const what = `A recovery code was used to sign in; ${left} are left.`
    await context.sendMail(securityNotice(context, person, what))
  }

  function show(ctx: Context, problem?: string): void {
    const passkeys = isPasskeyPossible(context.publicUrl)
    context.render(ctx, codePage(context.csrfField(ctx), passkeys, problem))
  }

  return router.get('/login/code', showForm).post('/login/code', check)
}

function startAgain(ctx: Context): void {
  seeOther(ctx, '/login/password')
}
