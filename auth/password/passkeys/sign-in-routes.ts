import { generateAuthenticationOptions } from '@simplewebauthn/server'
import type { Context } from 'koa'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { Router } from '#core/http/router.ts'
import { audit } from '#core/identity/audit.ts'
import { findPerson, type Person } from '#core/identity/people.ts'
import type { Ceremonies } from '../ceremonies.ts'
import { enter } from '../enter.ts'
import type { Passwords } from '../passwords.ts'
import { passkeySignInPage } from './pages.ts'
import { authenticationAnswer } from './passkey-answer.ts'
import type { Passkeys } from './passkeys.ts'
import { relyingParty } from './relying-party.ts'
import { isUserHandle } from './user-handle.ts'
import { verifyPasskey, type Verified } from './verify-passkey.ts'

const perAddress = { points: 120, seconds: 900 }

/** /login/passkey: the device says who it is and proves it; no address is typed and none is told. */
export function passkeySignInRoutes(
  passwords: Passwords,
  passkeys: Passkeys,
  ceremonies: Ceremonies,
  router: Router,
): Router {
  const { context } = passwords
  const rp = relyingParty(context.publicUrl)

  async function offer(ctx: Context): Promise<void> {
    await context.rateLimits.take('passkey', clientAddress(ctx), perAddress)
    await showForm(ctx)
  }

  async function check(ctx: Context): Promise<void> {
    const form = await readForm(ctx)
    context.requireCsrf(ctx, form)
    await context.rateLimits.take('passkey', clientAddress(ctx), perAddress)
    const begun = await ceremonies.finish(ctx, 'passkey-sign-in')
    if (!begun?.challenge) return showForm(ctx, 'This took too long. Try again.')
    const owner = await ownerOf(form.get('answer') ?? '', begun.challenge)
    if (owner.ok) return enter(passwords, ctx, owner.value)
    await recordRefusal(ctx, owner.reason)
    await showForm(ctx, 'This passkey does not open this portal.')
  }

  /** Whom the answer proves to be there. */
  async function ownerOf(text: string, challenge: string): Promise<Verified<Person>> {
    const answer = authenticationAnswer(text)
    if (!answer) return { ok: false, reason: 'no answer of a passkey' }
    const passkey = await passkeys.find(answer.id)
    if (!passkey) return { ok: false, reason: 'an unknown passkey' }
    if (!isUserHandle(answer.response.userHandle, passkey.personId))
      return { ok: false, reason: 'the passkey of somebody else' }
    const verified = await verifyPasskey(answer, challenge, rp, passkey)
    if (!verified.ok) return verified
    if (!(await passkeys.markUsed(passkey.id, verified.value)))
      return { ok: false, reason: 'the counter went back' }
    const person = await findPerson(context.db, passkey.personId)
    return person ? { ok: true, value: person } : { ok: false, reason: 'its owner is gone' }
  }

  async function recordRefusal(ctx: Context, reason: string): Promise<void> {
    const entry = { actor: 'visitor', action: 'passkey.refused', subject: 'passkey' }
    const detail = { reason: reason.slice(0, 200) }
    await audit(context.db, { ...entry, detail, address: clientAddress(ctx) })
  }

  async function showForm(ctx: Context, problem?: string): Promise<void> {
    const options = await generateAuthenticationOptions({
      rpID: rp.id,
      userVerification: 'required',
    })
    await ceremonies.begin(ctx, 'passkey-sign-in', { challenge: options.challenge })
    context.render(ctx, passkeySignInPage({ csrf: context.csrfField(ctx), options, problem }))
  }

  return router.get('/login/passkey', offer).post('/login/passkey', check)
}
