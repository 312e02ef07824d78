import type { Database } from '../database/connect.ts'
import { NotFound } from '../errors.ts'

/** An address or a pattern of tables, and who put it there. */
export interface GroupEntry {
  readonly value: string
  readonly origins: readonly string[]
}

/** A group with where each part of it comes from. */
export interface GroupFacts {
  readonly name: string
  readonly description: string | null
  readonly origin: string
  readonly members: readonly GroupEntry[]
  readonly tables: readonly GroupEntry[]
}

/** One group; NotFound('unknown_group') when there is none of that name. */
export async function groupFacts(db: Database, name: string): Promise<GroupFacts> {
  const { rows } = await db.pool.query<Omit<GroupFacts, 'members' | 'tables'>>(
    'select name, description, origin from core.person_group where name = $1',
    [name],
  )
  const [group] = rows
  if (!group) throw new NotFound('unknown_group', 'There is no such group.')
  const members = await db.pool.query<GroupEntry>(
    `select email as value, array_agg(origin order by origin) as origins from core.membership
     where group_name = $1 group by email order by email`,
    [name],
  )
  const tables = await db.pool.query<GroupEntry>(
    `select pattern as value, array_agg(origin order by origin) as origins from core.table_grant
     where group_name = $1 group by pattern order by pattern`,
    [name],
  )
  return { ...group, members: members.rows, tables: tables.rows }
}
