import { audit } from '#core/identity/audit.ts'
import type { Passwords } from '../passwords.ts'
import { invitedPerson } from './invited-person.ts'
import { linkMail, makePasswordLink } from './password-link.ts'

const mailsPerHour = { points: 3, seconds: 3600 }

/** Who asked for a link for which address. */
export interface LinkRequest {
  readonly email: string
  readonly address: string
}

/**
 * Sends a link to an address that was invited, at most three an hour, and nothing to any other. What was
 * decided is in the audit log and nowhere else.
 */
export async function sendPasswordLink(
  { context, credentials }: Passwords,
  { email, address }: LinkRequest,
): Promise<void> {
  const { db, publicUrl, instance, rateLimits } = context
  const subject = email.trim().toLowerCase().slice(0, 254)
  const record = (action: string) => audit(db, { actor: subject, action, subject, address })
  const person = await invitedPerson(context, email)
  if (!person) return record('password.link-refused')
  if (!(await rateLimits.allows('password-mail', person.id, mailsPerHour)))
    return record('password.link-limited')
  const kind = (await credentials.hashOf(person.id)) === undefined ? 'setup' : 'reset'
  const url = await makePasswordLink(db, publicUrl, kind, person.id)
  await context.sendMail(linkMail(kind, person, url, instance.name))
  await record(`password.link-${kind}`)
}
