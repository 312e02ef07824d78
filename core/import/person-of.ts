import type { Database } from '../database/connect.ts'
import { listPeople, type Person } from '../identity/people.ts'

/** How the original called the person with an address: the local part in its own domains, else all of it. */
export function originalName(email: string, domains: readonly string[]): string {
  const at = email.lastIndexOf('@')
  return domains.includes(email.slice(at + 1)) ? email.slice(0, at) : email.replaceAll(/[@.]/g, '_')
}

/**
 * Finds people by the original's names. A username that is equal here may be another person's, so the
 * address alone counts; where two addresses give the same name, nobody is found.
 */
export function findByOriginalName(
  db: Database,
  domains: readonly string[],
): (name: string) => Promise<Person | undefined> {
  let people: Promise<readonly Person[]> | undefined
  return async (name) => {
    const all = await (people ??= listPeople(db))
    const found = all.filter(({ email }) => originalName(email, domains) === name)
    return found.length === 1 ? found[0] : undefined
  }
}

/** Why somebody was not found, and what to do. */
export const NOBODY =
  'nobody here has that name: `stack user add` their address, or say --domain where the domain is missing'
