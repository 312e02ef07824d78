import type { PoolClient } from 'pg'
import type { GroupConfig } from '../config/instance.ts'
import type { Database } from '../database/connect.ts'
import { inTransaction } from './in-transaction.ts'

/** Makes what comes from instance.yaml equal to it, at once for everyone; what commands made stays as it is. */
export async function reconcileGroups(
  db: Database,
  groups: Readonly<Record<string, GroupConfig>>,
): Promise<void> {
  const names = Object.keys(groups)
  const members = Object.entries(groups).flatMap(([name, { members }]) =>
    members.map((email) => ({ name, value: email })),
  )
  const tables = Object.entries(groups).flatMap(([name, { tables }]) =>
    tables.map((pattern) => ({ name, value: pattern })),
  )
  await inTransaction(db, 'core.reconcile', async (client) => {
    await client.query(`delete from core.membership where origin = 'instance'`)
    await client.query(`delete from core.table_grant where origin = 'instance'`)
    // A group that commands have filled stays: it would take their rows along.
    await client.query(
      `delete from core.person_group g where origin = 'instance' and name <> all($1)
         and not exists (select from core.membership where group_name = g.name)
         and not exists (select from core.table_grant where group_name = g.name)`,
      [names],
    )
    for (const [name, { description }] of Object.entries(groups)) {
      await client.query(
        `insert into core.person_group (name, description, origin) values ($1, $2, 'instance')
         on conflict (name) do update set description = coalesce($2, core.person_group.description)`,
        [name, description ?? null],
      )
    }
    await insertAll(client, 'core.membership (group_name, email, origin)', members)
    await insertAll(client, 'core.table_grant (group_name, pattern, origin)', tables)
  })
}

async function insertAll(
  client: PoolClient,
  into: string,
  rows: readonly { readonly name: string; readonly value: string }[],
): Promise<void> {
  await client.query(
    `insert into ${into} select distinct name, value, 'instance'
     from unnest($1::text[], $2::text[]) as r(name, value)`,
    [rows.map(({ name }) => name), rows.map(({ value }) => value)],
  )
}
