import { ConfigError } from '#core/errors.ts'
import { addMember, ADMINISTRATORS } from '#core/identity/groups.ts'
import { findOrCreatePerson, invitePerson } from '#core/identity/people.ts'
import { acceptPassword, type Passwords } from './passwords.ts'

/**
 * Makes ADMIN_EMAIL an administrator. With ADMIN_PASSWORD the person is there at once and has that
 * password, unless they have one already; without it they are an administrator as soon as they come.
 */
export async function ensureAdministrator(passwords: Passwords): Promise<void> {
  const { context, credentials, hashing } = passwords
  const { db, log } = context
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = context.env
  if (email === undefined && password === undefined) return
  if (email === undefined) throw new ConfigError(['ADMIN_PASSWORD is given without ADMIN_EMAIL'])
  await addMember(db, ADMINISTRATORS, email)
  if (password === undefined) return
  const accepted = acceptPassword(passwords, { email }, password)
  const person = await findOrCreatePerson(db, { email })
  if (person.barred) await invitePerson(db, person.id)
  if ((await credentials.hashOf(person.id)) !== undefined) {
    log.info({ person: person.email }, 'ADMIN_PASSWORD is not used: the person has a password')
    return
  }
  await credentials.saveFirst(person.id, await hashing.hash(accepted))
  log.info({ person: person.email }, 'the administrator of ADMIN_EMAIL can sign in')
}
