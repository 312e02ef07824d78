import type { AuthContext } from '#core/auth.ts'
import { audit } from '#core/identity/audit.ts'
import type { Person } from '#core/identity/people.ts'
import { openCredentials } from '../credentials.ts'
import { linkMail, makePasswordLink } from './password-link.ts'

/** Sends an invited person a link to a first password; who has one already needs none. */
export async function invite(
  { db, publicUrl, instance, sendMail }: AuthContext<unknown>,
  person: Person,
): Promise<void> {
  if ((await openCredentials(db).hashOf(person.id)) !== undefined) return
  const url = await makePasswordLink(db, publicUrl, 'setup', person.id)
  await sendMail(linkMail('setup', person, url, instance.name))
  const { email } = person
  await audit(db, { actor: 'portal', action: 'password.link-setup', subject: email })
}
