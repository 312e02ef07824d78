import type { Database } from '../database/connect.ts'
import { findHomes, type Homes } from '../files/find-people.ts'

/** Homes that are looked into, those that are not, and whether the database knows anybody at all. */
export interface HomesOfPeople extends Homes {
  readonly owned: boolean
  /** People who are there, and whose home is not: they have none yet, or it is not mounted. */
  readonly homeless: readonly string[]
}

/**
 * The homes of people who are there. A home may outlive its person: what lies there must not come back under a
 * name that somebody else may get. Only where nobody is known yet every home is taken.
 */
export async function homesOfPeople(db: Database, homesDir: string): Promise<HomesOfPeople> {
  const { people, passedOver } = await findHomes(homesDir)
  const { rows } = await db.pool.query<{ username: string }>('select username from core.person')
  if (rows.length === 0) return { people, passedOver, owned: false, homeless: [] }
  const known = new Set(rows.map(({ username }) => username))
  const found = new Set([...people, ...passedOver.map(({ home }) => home)])
  const left = people.filter((name) => !known.has(name))
  return {
    owned: true,
    homeless: [...known].filter((name) => !found.has(name)),
    people: people.filter((name) => known.has(name)),
    passedOver: [...passedOver, ...left.map((home) => ({ home, reason: NOBODYS }))],
  }
}

/** The reason that stands beside a home whose person is not there. */
export const NOBODYS = 'nobody has this username'
