import type { Context } from 'koa'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { Router } from '#core/http/router.ts'
import { audit } from '#core/identity/audit.ts'
import { emailIn } from '#core/identity/email.ts'
import { findPersonByEmail, type Person } from '#core/identity/people.ts'
import { seeOther } from '#core/portal/page-context.ts'
import { enter } from './enter.ts'
import { countTry, forgiveTries } from './login-limits.ts'
import { loginFormPage } from './pages.ts'
import { needsRenewal } from './password-hash.ts'
import { normalizePassword } from './password-rules.ts'
import type { Passwords } from './passwords.ts'
import type { SecondFactor } from './second-factor/second-factor.ts'

const refusal = 'E-mail or password is not right.'

/** The form and what it sends: the same answer, after the same work, for accounts known and unknown. */
export function loginRoutes(
  passwords: Passwords,
  { authenticators, ceremonies }: SecondFactor,
  router: Router,
): Router {
  const { context, credentials, hashing } = passwords
  const { db, rateLimits } = context

  function showForm(ctx: Context): void {
    const done = ctx.query['done'] === 'set' && { notice: 'Your password is set. Sign in with it.' }
    context.render(ctx, loginFormPage(context.csrfField(ctx), '', { ...done }))
  }

  async function login(ctx: Context): Promise<void> {
    const form = await readForm(ctx)
    context.requireCsrf(ctx, form)
    const email = (form.get('email') ?? '').trim().toLowerCase()
    const typed = (form.get('password') ?? '').slice(0, 1024)
    const password = normalizePassword(typed)
    const address = clientAddress(ctx)
    // What is no address at all belongs to nobody, and is told nothing else.
    const person = emailIn(email) && (await findPersonByEmail(db, email))
    const knownAddress = person ? await credentials.isKnownAddress(person.id, address) : false
    const tried = { email, address, knownAddress }
    await countTry(rateLimits, tried)
    const hash = person && (await credentials.hashOf(person.id))
    const right = await hashing.verify(hash, password)
    // The original hashed what was typed as it was; whether that is tried depends on what is typed alone.
    const rightAsTyped = !right && typed !== password && (await hashing.verify(hash, typed))
    if (!(right || rightAsTyped) || !person || !hash) return refuse(ctx, email)
    await forgiveTries(rateLimits, tried)
    if (rightAsTyped || needsRenewal(hash))
      await credentials.save(person.id, await hashing.hash(password))
    if (await authenticators.isOn(person.id)) return askForCode(ctx, person)
    await enter(passwords, ctx, person)
  }

  async function askForCode(ctx: Context, { id }: Person): Promise<void> {
    await ceremonies.begin(ctx, 'code', { personId: id })
    seeOther(ctx, '/login/code')
  }

  async function refuse(ctx: Context, email: string): Promise<void> {
    const subject = email.slice(0, 254)
    await audit(db, {
      actor: subject,
      action: 'password.refused',
      subject,
      address: clientAddress(ctx),
    })
    context.render(ctx, loginFormPage(context.csrfField(ctx), email, { problem: refusal }))
  }

  return router.get('/login/password', showForm).post('/login/password', login)
}
