import type { Database } from '../database/connect.ts'
import { ADMINISTRATORS, EVERYONE } from './groups.ts'
import { inTransaction } from './in-transaction.ts'

/**
 * Which of our groups the names of an issuer's groups stand for: those that `mapping` says, without one those of equal
 * names. Nobody becomes an administrator by the name of a group elsewhere, unless the mapping says so.
 */
export function ownGroups(
  names: readonly string[],
  mapping: Readonly<Record<string, string>> | undefined,
): readonly string[] {
  if (!mapping) return names.filter((name) => name !== ADMINISTRATORS)
  return names.flatMap((name) => (Object.hasOwn(mapping, name) ? [mapping[name] ?? ''] : []))
}

/**
 * Makes what an issuer said of a person's groups hold: the newest statement replaces the last one. Names
 * that are no groups here are passed over, and what instance.yaml and commands say is left alone. Nothing is kept for
 * somebody who was removed meanwhile.
 */
export async function followIssuerGroups(
  db: Database,
  email: string,
  groups: readonly string[],
): Promise<void> {
  await inTransaction(db, `core.issuer-groups ${email}`, async (client) => {
    await client.query(
      `delete from core.membership where email = $1 and origin = 'issuer' and group_name <> all($2)`,
      [email, groups],
    )
    await client.query(
      `insert into core.membership (group_name, email, origin)
       select name, $1, 'issuer' from core.person_group where name = any($2) and name <> $3
         and exists (select from core.person where email = $1)
       on conflict do nothing`,
      [email, groups, EVERYONE],
    )
  })
}
