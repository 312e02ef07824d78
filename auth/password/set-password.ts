import { audit } from '#core/identity/audit.ts'
import type { Person } from '#core/identity/people.ts'
import { endCeremoniesOf } from './ceremonies.ts'
import { withdrawPasswordLinks } from './links/password-link.ts'
import { securityNotice } from './security-notice.ts'
import type { Passwords } from './passwords.ts'

/** What is stored when a password was chosen, and why it was. */
export interface NewPassword {
  readonly person: Person
  /** Of `hashing.hash`, for a password that `acceptPassword` took. */
  readonly hash: string
  readonly action: 'password.change' | 'password.setup' | 'password.reset'
  readonly address: string
  /** Ends the sessions that must not outlive the old password. */
  endSessions(): Promise<void>
}

/**
 * Stores a new password, ends every session, link and half-done sign-in that stood beside the older one,
 * and tells its owner by mail.
 */
export async function setPassword(
  { context, credentials }: Passwords,
  { person, hash, action, address, endSessions }: NewPassword,
): Promise<void> {
  const { db } = context
  await credentials.save(person.id, hash)
  await endSessions()
  await endCeremoniesOf(db, person.id)
  await withdrawPasswordLinks(db, person.id)
  await audit(db, { actor: person.email, action, subject: person.email, address })
  await context.sendMail(securityNotice(context, person, 'Your password was set.'))
}
