import type { AuthContext } from '#core/auth.ts'
import { BadRequest } from '#core/errors.ts'
import type { Person } from '#core/identity/people.ts'
import type { Credentials } from './credentials.ts'
import type { env } from './env.ts'
import type { PasswordHashing } from './password-hash.ts'
import { normalizePassword, passwordProblem } from './password-rules.ts'

/** What the routes of this provider work with. */
export interface Passwords {
  readonly context: AuthContext<unknown, typeof env>
  readonly credentials: Credentials
  readonly hashing: PasswordHashing
}

/** A password as it is hashed; throws BadRequest with the reason when it is not good for this person. */
export function acceptPassword(
  { context }: Passwords,
  person: Pick<Person, 'email'>,
  password: string,
): string {
  const normalized = normalizePassword(password)
  const problem = passwordProblem(normalized, {
    email: person.email,
    instanceName: context.instance.name,
  })
  if (problem === undefined) return normalized
  throw new BadRequest('weak_password', `This password is not good enough. ${problem}`, {
    remedy: 'A sentence of a few unusual words is easy to keep in mind.',
  })
}
