import type { Database } from '../database/connect.ts'
import { countAdministrators } from '../identity/people.ts'
import { createLink } from '../identity/one-time-links.ts'

/** What the one-time link of the first administrator is for. */
export const FIRST_ADMINISTRATOR = 'first-administrator'

const DAY_SECONDS = 86_400

/** A link that makes its visitor the first administrator, once, within a day; none when there is one. */
export async function firstAdministratorLink(
  db: Database,
  publicUrl: URL,
): Promise<URL | undefined> {
  if ((await countAdministrators(db)) > 0) return undefined
  const token = await createLink(db, { purpose: FIRST_ADMINISTRATOR, seconds: DAY_SECONDS })
  return new URL(`/first-administrator/${token}`, publicUrl)
}
