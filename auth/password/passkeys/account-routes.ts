import { generateRegistrationOptions } from '@simplewebauthn/server'
import type { Context } from 'koa'
import { NotFound } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import type { Router } from '#core/http/router.ts'
import { displayName } from '#core/identity/display-name.ts'
import type { Person } from '#core/identity/people.ts'
import { seeOther } from '#core/portal/page-context.ts'
import type { Ceremonies } from '../ceremonies.ts'
import { confirmPage } from '../confirm-page.ts'
import type { Passwords } from '../passwords.ts'
import { recordFactorChange } from '../record-factor-change.ts'
import { newPasskeyPage } from './pages.ts'
import { registrationAnswer } from './passkey-answer.ts'
import type { Passkeys } from './passkeys.ts'
import { relyingParty } from './relying-party.ts'
import { userHandle } from './user-handle.ts'
import { passkeyAlgorithms, verifyNewPasskey } from './verify-passkey.ts'

const mostPasskeys = 20

/** /account/passkeys: adding and removing one's own. */
export function passkeyAccountRoutes(
  { context }: Passwords,
  passkeys: Passkeys,
  ceremonies: Ceremonies,
  router: Router,
): Router {
  const rp = relyingParty(context.publicUrl)

  async function offer(ctx: Context): Promise<void> {
    await showForm(ctx, await context.requireRecentSignIn(ctx))
  }

  async function add(ctx: Context): Promise<void> {
    const person = await context.requireRecentSignIn(ctx)
    const form = await readForm(ctx)
    context.requireCsrf(ctx, form)
    const name = displayName(form.get('name')?.slice(0, 60)) ?? 'Passkey'
    const problem = await register(ctx, person, name, form.get('answer') ?? '')
    if (problem !== undefined) return showForm(ctx, person, problem)
    const text = `The passkey “${name}” was added.`
    await recordFactorChange(context, ctx, person, { action: 'passkey.add', text })
    backToAccount(ctx)
  }

  /** Stores the new passkey, or says why not. */
  async function register(
    ctx: Context,
    { id: personId }: Person,
    name: string,
    text: string,
  ): Promise<string | undefined> {
    const begun = await ceremonies.finish(ctx, 'passkey-add')
    if (!begun?.challenge || begun.personId !== personId) return 'This took too long. Try again.'
    const answer = registrationAnswer(text)
    if (!answer) return 'Your browser sent no passkey. This page needs JavaScript.'
    const verified = await verifyNewPasskey(answer, begun.challenge, rp)
    if (!verified.ok) {
      context.log.warn({ reason: verified.reason, personId }, 'a new passkey was refused')
      return 'The passkey could not be verified. Try again.'
    }
    if ((await passkeys.list(personId)).length >= mostPasskeys)
      return `You have ${mostPasskeys} passkeys. Remove one first.`
    const { id, publicKey, counter } = verified.value
    const { transports = [] } = answer.response
    const key = { id, publicKey: Buffer.from(publicKey), counter, transports }
    if (await passkeys.add({ ...key, personId, name })) return undefined
    return 'This passkey is known already.'
  }

  async function askToRemove(ctx: Context): Promise<void> {
    const person = await context.requireRecentSignIn(ctx)
    const id = String(ctx['params'].id)
    const found = (await passkeys.list(person.id)).find((passkey) => passkey.id === id)
    if (!found) throw noSuchPasskey()
    const page = {
      title: `Remove “${found.name}”?`,
      text: 'It does not sign you in any more. Remove it from your device too.',
      action: `/account/passkeys/${id}/remove`,
      button: 'Remove',
    }
    context.render(ctx, confirmPage({ ...page, csrf: context.csrfField(ctx) }))
  }

  async function remove(ctx: Context): Promise<void> {
    const person = await context.requireRecentSignIn(ctx)
    context.requireCsrf(ctx, await readForm(ctx))
    const name = await passkeys.remove(person.id, String(ctx['params'].id))
    if (name === undefined) throw noSuchPasskey()
    const text = `The passkey “${name}” was removed.`
    await recordFactorChange(context, ctx, person, { action: 'passkey.remove', text })
    backToAccount(ctx)
  }

  async function showForm(ctx: Context, person: Person, problem?: string): Promise<void> {
    const options = await generateRegistrationOptions({
      rpName: context.instance.name,
      rpID: rp.id,
      userName: person.email,
      userDisplayName: person.name,
      userID: userHandle(person.id),
      excludeCredentials: (await passkeys.list(person.id)).map(({ id }) => ({ id })),
      supportedAlgorithmIDs: passkeyAlgorithms,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    const { challenge } = options
    await ceremonies.begin(ctx, 'passkey-add', { personId: person.id, challenge })
    context.render(ctx, newPasskeyPage({ csrf: context.csrfField(ctx), options, problem }))
  }

  return router
    .get('/account/passkeys/new', offer)
    .post('/account/passkeys', add)
    .get('/account/passkeys/:id/remove', askToRemove)
    .post('/account/passkeys/:id/remove', remove)
}

function noSuchPasskey(): NotFound {
  return new NotFound('no_such_passkey', 'You have no such passkey.')
}

function backToAccount(ctx: Context): void {
  seeOther(ctx, '/account?done=saved')
}
