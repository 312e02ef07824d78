import type { Context } from 'koa'
import { html, type Html } from '#core/html.ts'
import type { Person } from '#core/identity/people.ts'
import { changePasswordCard, noPasswordCard } from './pages.ts'
import { passkeysCard } from './passkeys/pages.ts'
import type { Passkeys } from './passkeys/passkeys.ts'
import { isPasskeyPossible } from './passkeys/relying-party.ts'
import type { Passwords } from './passwords.ts'
import { secondFactorCard } from './second-factor/pages.ts'
import type { SecondFactor } from './second-factor/second-factor.ts'

/** The sections of the account page: password, second step, passkeys. */
export async function accountPart(
  { context, credentials }: Passwords,
  { authenticators, recoveryCodes }: SecondFactor,
  passkeys: Passkeys,
  ctx: Context,
  { id }: Person,
): Promise<Html> {
  const [hash, on, codes, keys] = await Promise.all([
    credentials.hashOf(id),
    authenticators.isOn(id),
    recoveryCodes.left(id),
    passkeys.list(id),
  ])
  const csrf = context.csrfField(ctx)
  return html`${hash === undefined ? noPasswordCard() : changePasswordCard(csrf)}
  ${(hash !== undefined || on) && secondFactorCard({ on, codes })}
  ${isPasskeyPossible(context.publicUrl) && passkeysCard(keys)}`
}
