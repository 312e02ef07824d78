import type { Pool, PoolClient } from 'pg'
import type { Database } from '../database/connect.ts'
import { Conflict } from '../errors.ts'
import { displayName } from './display-name.ts'
import { normalEmail } from './email.ts'
import { inTransaction } from './in-transaction.ts'
import { mayEnter } from './may-enter.ts'
import { usernameCandidates } from './username.ts'

/** Somebody who may sign in; `groups` never names `everyone`, which all are in. */
export interface Person {
  readonly id: string
  readonly email: string
  readonly username: string
  readonly name: string
  readonly picture: string | null
  readonly suspended: boolean
  /** Out because the rules do not admit the address any more. */
  readonly barred: boolean
  readonly lastSignInAt: Date | null
  readonly admin: boolean
  readonly groups: readonly string[]
}

const selectPerson = `
  select id, email, username, name, picture, suspended_at is not null as suspended,
    barred_at is not null as barred, last_sign_in_at as "lastSignInAt",
    'administrators' = any(groups) as admin, groups
  from (
    select p.*, coalesce((select array_agg(distinct m.group_name order by m.group_name)
      from core.membership m where m.email = p.email), '{}') as groups
    from core.person p
  ) person`

export async function findPerson(db: Database, id: string): Promise<Person | undefined> {
  return (await db.pool.query<Person>(`${selectPerson} where id = $1`, [id])).rows[0]
}

export async function findPersonByEmail(db: Database, email: string): Promise<Person | undefined> {
  const { rows } = await db.pool.query<Person>(`${selectPerson} where email = $1`, [
    normalEmail(email),
  ])
  return rows[0]
}

/** Everybody, by address. */
export async function listPeople(db: Database): Promise<readonly Person[]> {
  return (await db.pool.query<Person>(`${selectPerson} order by email`)).rows
}

/**
 * Adds a person with a username of their own; Conflict('person_exists') when the address is known. Without
 * `invited: false` the person stays in whatever the rules say of the address.
 */
export async function createPerson(
  db: Database,
  {
    email,
    name,
    invited = true,
  }: {
    readonly email: string
    readonly name?: string | undefined
    readonly invited?: boolean
  },
): Promise<Person> {
  const address = normalEmail(email)
  for (const username of usernameCandidates(address)) {
    const { rows } = await db.pool.query<{ id: string }>(
      `insert into core.person (email, username, name, invited) values ($1, $2, $3, $4)
       on conflict do nothing returning id`,
      [address, username, displayName(name) ?? address, invited],
    )
    const created = rows[0] && (await findPerson(db, rows[0].id))
    if (created) return created
    if (await findPersonByEmail(db, address)) break
  }
  throw new Conflict('person_exists', `${address} is already known`)
}

/** The person with this address, who is added if need be; of many who ask at once all get the same. */
export async function findOrCreatePerson(
  db: Database,
  given: Parameters<typeof createPerson>[1],
): Promise<Person> {
  const known = await findPersonByEmail(db, given.email)
  if (known) return known
  try {
    return await createPerson(db, given)
  } catch (error) {
    const added = error instanceof Conflict && (await findPersonByEmail(db, given.email))
    if (added) return added
    throw error
  }
}

/** Keeps what a provider knows newer; a name of which nothing can be shown is none. */
export async function updatePerson(
  db: Database,
  id: string,
  { name, picture }: { readonly name?: string; readonly picture?: string },
): Promise<void> {
  await db.pool.query(
    `update core.person set name = coalesce($2, name), picture = coalesce($3, picture),
       last_sign_in_at = now() where id = $1`,
    [id, displayName(name) ?? null, picture ?? null],
  )
}

/** Locks somebody out: what they hold stops working with the next request. */
export async function suspendPerson(db: Database, id: string): Promise<void> {
  await keepOneAdministrator(db, async (client) => {
    await client.query('update core.person set suspended_at = now() where id = $1', [id])
    await client.query('delete from core.session where person_id = $1', [id])
  })
}

export async function resumePerson(db: Database, id: string): Promise<void> {
  await db.pool.query('update core.person set suspended_at = null where id = $1', [id])
}

/**
 * Removes a person with sessions, tokens and every group but those that instance.yaml puts the address into; all ends
 * at once, and whoever gets the address later finds nothing of it.
 */
export async function removePerson(db: Database, id: string): Promise<void> {
  await keepOneAdministrator(db, async (client) => {
    await client.query(
      `delete from core.membership where origin <> 'instance'
         and email = (select email from core.person where id = $1)`,
      [id],
    )
    await client.query('delete from core.person where id = $1', [id])
  })
}

/** How many people who are not locked out administer. */
export async function countAdministrators(db: Database): Promise<number> {
  return activeAdministrators(db.pool)
}

/**
 * Does a change unless it would leave nobody who administers: Conflict('last_administrator'). Two such
 * changes take turns.
 */
export async function keepOneAdministrator(
  db: Database,
  change: (client: PoolClient) => Promise<void>,
): Promise<void> {
  await inTransaction(db, 'core.administrators', async (client) => {
    const before = await activeAdministrators(client)
    await change(client)
    if (before === 0 || (await activeAdministrators(client)) > 0) return
    throw lastAdministrator()
  })
}

function lastAdministrator(): Conflict {
  return new Conflict('last_administrator', 'That would leave nobody who administers', {
    remedy: 'Make somebody else an administrator first.',
  })
}

async function activeAdministrators(client: Pick<Pool, 'query'>): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`
    select count(distinct p.id) as count from core.person p
    join core.membership m on m.email = p.email
    where m.group_name = 'administrators' and ${mayEnter}`)
  return rows[0]?.count ?? 0
}

/** Notes that an administrator wants a person in, whatever the rules say of the address. */
export async function invitePerson(db: Database, id: string): Promise<void> {
  await db.pool.query('update core.person set invited = true, barred_at = null where id = $1', [id])
}
