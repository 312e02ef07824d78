import type { Database } from '../database/connect.ts'
import { publishedTables } from '../sync/published-tables.ts'
import { isGranted } from './grants.ts'
import { ADMINISTRATORS, EVERYONE, listGroups } from './groups.ts'
import { listPeople } from './people.ts'

/** Where the grants leave something or somebody out. */
export interface GrantGaps {
  /** Addresses of people who may enter and see no published table. */
  readonly blindPeople: readonly string[]
  /** Published tables that nobody but administrators may see. */
  readonly unseenTables: readonly string[]
  /** Groups that are granted tables and have no member. */
  readonly emptyGroups: readonly string[]
}

/** Holds the grants against the people and the published tables; a person who is locked out is not missed. */
export async function grantGaps(db: Database): Promise<GrantGaps> {
  const [people, groups, tables] = await Promise.all([
    listPeople(db),
    listGroups(db),
    publishedTables(db, ['*']),
  ])
  const ordinary = groups.filter(({ name }) => name !== ADMINISTRATORS)
  const reached = ordinary.filter(({ name, members }) => name === EVERYONE || members.length > 0)
  const granted = reached.flatMap((group) => group.tables)
  const patternsOf = (mine: readonly string[]) =>
    groups
      .filter(({ name }) => name === EVERYONE || mine.includes(name))
      .flatMap((group) => group.tables)
  const seesNone = (patterns: readonly string[]) =>
    !tables.some(({ id }) => isGranted(patterns, id))
  return {
    blindPeople: people
      .filter(({ suspended, barred }) => !suspended && !barred)
      .filter((person) => tables.length > 0 && seesNone(patternsOf(person.groups)))
      .map(({ email }) => email),
    unseenTables: tables.filter(({ id }) => !isGranted(granted, id)).map(({ id }) => id),
    emptyGroups: ordinary
      .filter((group) => group.tables.length > 0 && !reached.includes(group))
      .map(({ name }) => name),
  }
}
