import type { Database } from '#core/database/connect.ts'
import { isAdmitted, type AdmissionRules } from '#core/identity/admission.ts'
import { audit } from '#core/identity/audit.ts'
import { emailIn } from '#core/identity/email.ts'
import { createPerson, findPersonByEmail, type Person } from '#core/identity/people.ts'
import { openCredentials } from '../credentials.ts'
import { isReadableHash } from '../password-hash.ts'
import type { PasswordUser, UnreadableUser } from './password-users.ts'

/** What became of one entry. */
export interface ImportOutcome {
  readonly email: string
  readonly outcome: 'password taken over' | 'person taken over' | 'kept' | 'left out'
  readonly detail?: string
}

/**
 * Takes over people and their Argon2id hashes, which are made again with the usual cost at the next
 * login. A password that is here is kept. Who is neither known here nor let in by instance.yaml is left
 * out, for the original would not have let them in either. Repeating it changes nothing.
 */
export async function importPasswordUsers(
  db: Database,
  rules: AdmissionRules,
  users: readonly (PasswordUser | UnreadableUser)[],
): Promise<readonly ImportOutcome[]> {
  const outcomes: ImportOutcome[] = []
  for (const user of users) outcomes.push(await importUser(db, rules, user))
  return outcomes
}

async function importUser(
  db: Database,
  rules: AdmissionRules,
  user: PasswordUser | UnreadableUser,
): Promise<ImportOutcome> {
  const leftOut = (detail: string) => ({ email: user.email, outcome: 'left out', detail }) as const
  if ('problem' in user) return leftOut(user.problem)
  const email = emailIn(user.email)
  if (email === undefined) return leftOut('not an e-mail address')
  const known = await findPersonByEmail(db, email)
  if (!known && !isAdmitted(email, rules)) {
    return leftOut('not invited: name the address in auth.allowed_emails, or `stack user add` it')
  }
  const { hash } = user
  if (hash !== undefined && !isReadableHash(hash)) {
    return leftOut(
      'its hash is not Argon2, or costs too much: `stack password invite` lets the person set a new one',
    )
  }
  const person = known ?? (await createPerson(db, { email, name: user.name }))
  const stored = hash !== undefined && (await openCredentials(db).saveFirst(person.id, hash))
  if (stored || !known) await record(db, person, user, stored)
  if (stored) return { email, outcome: 'password taken over' }
  if (hash !== undefined) return { email, outcome: 'kept', detail: 'has a password here' }
  if (known) return { email, outcome: 'kept' }
  return {
    email,
    outcome: 'person taken over',
    detail: 'without a password: `stack password invite`',
  }
}

/** Since when the original knew the person has no place but here. */
async function record(
  db: Database,
  { email }: Person,
  { createdAt, lastLogin }: PasswordUser,
  password: boolean,
): Promise<void> {
  const detail = { password, ...(createdAt && { createdAt }), ...(lastLogin && { lastLogin }) }
  await audit(db, { actor: 'stack', action: 'person.import', subject: email, detail })
}
