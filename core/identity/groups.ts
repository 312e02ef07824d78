import { groupName } from '../config/check-names.ts'
import type { Database } from '../database/connect.ts'
import { BadRequest, Conflict, NotFound } from '../errors.ts'
import { normalEmail } from './email.ts'
import { keepOneAdministrator } from './people.ts'

/** Whose members may do everything. */
export const ADMINISTRATORS = 'administrators'
/** All people, without being members. */
export const EVERYONE = 'everyone'

export interface Group {
  readonly name: string
  readonly description: string | null
  readonly members: readonly string[]
  /** Patterns of tables its members may see. */
  readonly tables: readonly string[]
}

export async function listGroups(db: Database): Promise<readonly Group[]> {
  const { rows } = await db.pool.query<Group>(`
    select name, description,
      coalesce((select array_agg(distinct email order by email) from core.membership
        where group_name = name), '{}') as members,
      coalesce((select array_agg(distinct pattern order by pattern) from core.table_grant
        where group_name = name), '{}') as tables
    from core.person_group order by name`)
  return rows
}

/** Makes an empty group; Conflict('group_exists') when there is one of that name. */
export async function createGroup(
  db: Database,
  { name, description }: { readonly name: string; readonly description?: string },
): Promise<void> {
  if (!groupName.pattern.test(name)) {
    throw new BadRequest('invalid_group', `The name of a group ${groupName.rule}`)
  }
  const { rowCount } = await db.pool.query(
    `insert into core.person_group (name, description, origin) values ($1, $2, 'command')
     on conflict do nothing`,
    [name, description ?? null],
  )
  if (rowCount === 0) throw new Conflict('group_exists', `There is already a group ${name}`)
}

/** Removes a group that a command made. */
export async function removeGroup(db: Database, name: string): Promise<void> {
  await requireGroup(db, name)
  const { rowCount } = await db.pool.query(
    `delete from core.person_group where name = $1 and origin = 'command'`,
    [name],
  )
  if (rowCount === 0) {
    throw new Conflict('group_not_yours', `${name} is not a group that a command made`, {
      remedy: 'Groups of instance.yaml are removed there.',
    })
  }
}

/** Puts an address into a group, whether or not the person was ever here. */
export async function addMember(db: Database, group: string, email: string): Promise<void> {
  await requireGroup(db, group)
  if (group === EVERYONE) throw new Conflict('implicit_group', 'All people are in everyone already')
  await db.pool.query(
    `insert into core.membership (group_name, email, origin) values ($1, $2, 'command')
     on conflict do nothing`,
    [group, normalEmail(email)],
  )
}

/** Takes an address out of a group that a command put it into; the last administrator stays. */
export async function removeMember(db: Database, group: string, email: string): Promise<void> {
  await requireGroup(db, group)
  const address = normalEmail(email)
  await keepOneAdministrator(db, async (client) => {
    const { rowCount } = await client.query(
      `delete from core.membership where group_name = $1 and email = $2 and origin = 'command'`,
      [group, address],
    )
    const { rows } = await client.query<{ origin: string }>(
      'select origin from core.membership where group_name = $1 and email = $2 order by origin',
      [group, address],
    )
    if (rows[0]) throw putThereBy(rows[0].origin, address, group)
    if (rowCount === 0) throw new NotFound('unknown_member', `${address} is not in ${group}`)
  })
}

function putThereBy(origin: string, address: string, group: string): Conflict {
  if (origin === 'issuer') {
    return new Conflict('member_of_issuer', `The sign-in service puts ${address} into ${group}`, {
      remedy: 'Take the person out there: it holds from the next sign-in on.',
    })
  }
  return new Conflict('member_of_instance', `instance.yaml puts ${address} into ${group}`, {
    remedy: 'Take the address out there and start the stack again.',
  })
}

/** NotFound('unknown_group') when there is no such group. */
export async function requireGroup(db: Database, name: string): Promise<void> {
  const { rowCount } = await db.pool.query('select 1 from core.person_group where name = $1', [
    name,
  ])
  if (rowCount === 0) {
    throw new NotFound('unknown_group', `There is no group ${name}`, {
      remedy: `npm run -s stack -- group create ${name}`,
    })
  }
}
