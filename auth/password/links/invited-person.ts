import type { AuthContext } from '#core/auth.ts'
import { AppError } from '#core/errors.ts'
import { normalEmail } from '#core/identity/email.ts'
import { findOrCreatePerson, findPersonByEmail, type Person } from '#core/identity/people.ts'

/**
 * The person whom an administrator invited: added by a command, or named in `auth.allowed_emails`, and
 * not locked out. A domain that is let in invites nobody by itself: its people have other ways to sign in.
 */
export async function invitedPerson(
  { db, instance }: Pick<AuthContext, 'db' | 'instance'>,
  typed: string,
): Promise<Person | undefined> {
  const email = emailOf(typed)
  if (email === undefined) return undefined
  const known = await findPersonByEmail(db, email)
  if (known) return known.suspended || known.barred ? undefined : known
  if (!instance.auth.allowedEmails.includes(email)) return undefined
  return findOrCreatePerson(db, { email })
}

function emailOf(typed: string): string | undefined {
  try {
    return normalEmail(typed)
  } catch (error) {
    // What is no address at all belongs to nobody.
    if (error instanceof AppError && error.code === 'invalid_email') return undefined
    throw error
  }
}
