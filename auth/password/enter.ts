import type { Context } from 'koa'
import { clientAddress } from '#core/http/client-address.ts'
import type { Person } from '#core/identity/people.ts'
import type { Passwords } from './passwords.ts'

/** A person's id here is the portal's own. */
const issuer = 'portal'

/** The end of every way in of this provider: all factors were right. */
export async function enter(
  { context, credentials }: Pick<Passwords, 'context' | 'credentials'>,
  ctx: Context,
  { id, email }: Person,
): Promise<void> {
  await credentials.rememberAddress(id, clientAddress(ctx))
  await context.signIn(ctx, { email, emailVerified: true, subject: id, issuer })
}
