import type { Database } from '../database/connect.ts'
import { EVERYONE } from './groups.ts'
import { mayEnter } from './may-enter.ts'

/** Who a request is from and what they may see. */
export interface Principal {
  readonly personId: string
  readonly email: string
  readonly name: string
  readonly username: string
  readonly groups: readonly string[]
  readonly admin: boolean
  /** Patterns of tables: `*`, `dataset/*`, `dataset/table`. */
  readonly tables: readonly string[]
}

/** The columns of a Principal for a query that has `core.person` as `p`. */
export const principalColumns = `
  p.id as "personId", p.email, p.name, p.username,
  coalesce((select array_agg(distinct m.group_name order by m.group_name) from core.membership m
    where m.email = p.email), '{}') as groups,
  exists (select from core.membership m
    where m.email = p.email and m.group_name = 'administrators') as admin,
  coalesce((select array_agg(distinct g.pattern order by g.pattern) from core.table_grant g
    where g.group_name = '${EVERYONE}' or g.group_name in
      (select m.group_name from core.membership m where m.email = p.email)), '{}') as tables`

/** What a person may see who is not asking themselves, for work on their behalf; undefined when locked out. */
export async function principalOfUsername(
  db: Database,
  username: string,
): Promise<Principal | undefined> {
  const { rows } = await db.pool.query<Principal>(
    `select ${principalColumns} from core.person p where p.username = $1 and ${mayEnter}`,
    [username],
  )
  return rows[0]
}
