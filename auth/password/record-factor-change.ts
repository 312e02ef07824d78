import type { Context } from 'koa'
import type { AuthContext } from '#core/auth.ts'
import { clientAddress } from '#core/http/client-address.ts'
import { audit } from '#core/identity/audit.ts'
import type { Person } from '#core/identity/people.ts'
import { securityNotice } from './security-notice.ts'

/** What follows every change of a person's ways to sign in: their other sessions end, and they are told. */
export async function recordFactorChange(
  context: AuthContext,
  ctx: Context,
  person: Person,
  { action, text }: { readonly action: string; readonly text: string },
): Promise<void> {
  const { email } = person
  await context.endOtherSessions(ctx)
  await audit(context.db, { actor: email, action, subject: email, address: clientAddress(ctx) })
  await context.sendMail(securityNotice(context, person, text))
}
