import type { AuthContext } from '#core/auth.ts'
import { emailIn } from '#core/identity/email.ts'
import { findOrCreatePerson, findPersonByEmail, type Person } from '#core/identity/people.ts'

/**
 * The person whom an administrator invited: added by a command, or named in `auth.allowed_emails`, and
 * not locked out. A domain that is let in invites nobody by itself: its people have other ways to sign in.
 */
export async function invitedPerson(
  { db, instance }: Pick<AuthContext, 'db' | 'instance'>,
  typed: string,
): Promise<Person | undefined> {
  const email = emailIn(typed)
  if (email === undefined) return undefined
  const known = await findPersonByEmail(db, email)
  if (known) return known.suspended || known.barred ? undefined : known
  if (!instance.auth.allowedEmails.includes(email)) return undefined
  return findOrCreatePerson(db, { email })
}
