import type { Database } from '../database/connect.ts'
import { isGranted } from './grants.ts'
import { EVERYONE } from './groups.ts'
import { mayEnter } from './may-enter.ts'

/** One reason why somebody sees tables: a group, and what it is granted. */
export interface GrantReason {
  readonly group: string
  readonly pattern: string
  /** Who said so: `instance` is instance.yaml, `command` an administrator, `issuer` the sign-in service. */
  readonly grantedBy: string
  /** Undefined for the group that everybody is in. */
  readonly memberBy: string | null
}

/** What a person may see, and why: every grant that reaches them. */
export async function whatMaySee(db: Database, email: string): Promise<readonly GrantReason[]> {
  const { rows } = await db.pool.query<GrantReason>(
    `select g.group_name as "group", g.pattern, g.origin as "grantedBy", m.origin as "memberBy"
     from core.table_grant g left join core.membership m on m.group_name = g.group_name and m.email = $1
     where m.email is not null or g.group_name = '${EVERYONE}' order by 1, 2, 3, 4`,
    [email],
  )
  return rows
}

/** Somebody who may see a table, and the grants that let them. */
export interface Viewer {
  readonly email: string
  readonly reasons: readonly GrantReason[]
}

/** Who may see a table, and why; people who are locked out are not among them. */
export async function whoMaySee(db: Database, tableId: string): Promise<readonly Viewer[]> {
  const { rows } = await db.pool.query<{ email: string }>(
    `select email from core.person p where ${mayEnter} order by email`,
  )
  const viewers = await Promise.all(
    rows.map(async ({ email }) => ({
      email,
      reasons: (await whatMaySee(db, email)).filter(({ pattern }) => isGranted([pattern], tableId)),
    })),
  )
  return viewers.filter(({ reasons }) => reasons.length > 0)
}
