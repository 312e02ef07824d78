import type { Enrolment } from '#core/auth.ts'
import { newPasswordField } from './pages.ts'
import { acceptPassword, type Passwords } from './passwords.ts'

/** Sets the password of the first administrator. */
export function passwordEnrolment(passwords: Passwords): Enrolment {
  return {
    fields: () => newPasswordField('Password'),
    async enrol(person, form) {
      const password = acceptPassword(passwords, person, form.get('password') ?? '')
      await passwords.credentials.save(person.id, await passwords.hashing.hash(password))
    },
  }
}
