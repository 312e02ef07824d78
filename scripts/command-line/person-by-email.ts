import type { Database } from '#core/database/connect.ts'
import { NotFound } from '#core/errors.ts'
import { findPersonByEmail, type Person } from '#core/identity/people.ts'

/** The person with this address, or an error that says how to add one. */
export async function personByEmail(db: Database, email: string): Promise<Person> {
  const person = await findPersonByEmail(db, email)
  if (person) return person
  throw new NotFound('unknown_person', `There is no person ${email}`, {
    remedy: `npm run -s stack -- user add ${email}`,
  })
}
