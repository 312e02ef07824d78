import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { migrate } from '#core/database/migrate.ts'
import { createPerson, removePerson } from '#core/identity/people.ts'
import { createLog } from '#core/log.ts'
import { migrationOwners } from '#core/run/units.ts'
import { openTestDatabase } from '../tests/peers/postgres.ts'

/** What others may still need to know when a person is gone: what was done. */
const kept = new Set(['core.audit'])

test('remove-analyst leaves links, votes, settings and sessions (of the original): here nothing is kept under the name', async (t) => {
  const { db, close } = await openTestDatabase()
  t.after(close)
  await migrate(db, await migrationOwners(join(import.meta.dirname, '..')), createLog('silent'))
  const { id } = await createPerson(db, { email: 'ann@acme.com' })
  await createPerson(db, { email: 'bob@acme.com' })
  await db.pool.query(`
    insert into corporate_memory.item (id, title, content, category, tags, status, word_hash)
    values ('km_0123456789ab', 't', 'c', 'workflow', '{}', 'accepted', 'h')`)
  const { rows: tables } = await db.pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.columns
     where column_name = 'username' and is_updatable = 'YES' and table_schema not in ('pg_catalog')
     order by 1`,
  )
  const named = tables.map(({ name }) => name).filter((name) => name !== 'core.person')
  assert.ok(named.length >= 15, `only ${named.length} tables have a username`)
  // What others point at goes first.
  named.sort((a, b) => Number(b === 'core.notification') - Number(a === 'core.notification'))
  for (const who of ['ann', 'bob']) for (const name of named) await fill(name, who)

  await removePerson(db, id)
  for (const name of named.filter((table) => !kept.has(table))) {
    const { rows } = await db.pool.query<{ username: string }>(`select username from ${name}`)
    const names = rows.map(({ username }) => username)
    assert.deepEqual([names.includes('ann'), names.includes('bob')], [false, true], name)
  }

  /** One row, with something in every column that must have it. */
  async function fill(table: string, username: string): Promise<void> {
    const { rows: columns } = await db.pool.query<{ name: string; value: string }>(
      `select quote_ident(attname) as name, case
         when attname = 'username' then quote_literal($2)
         when attname = 'item_id' then quote_literal('km_0123456789ab')
         when attname = 'seq' then (select coalesce(max(seq) filter (where username = $2),
           count(*))::text from core.notification)
         when attname = 'type' then quote_literal('image/png')
         when attname = 'origin' then quote_literal('push')
         when attname = 'trigger' then quote_literal('portal')
         when attname = 'vote' then '1'
         when typcategory = 'N' then (case $2 when 'ann' then '1' else '2' end)
         when typcategory = 'D' then 'now()' when typcategory = 'B' then 'false'
         when typname in ('json', 'jsonb') then quote_literal('{}')
         when typname = 'uuid' then 'gen_random_uuid()' when typname = 'bytea' then quote_literal('')
         else quote_literal($2 || attname) end as value
       from pg_attribute join pg_type t on t.oid = atttypid
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attnotnull
         and not atthasdef and attidentity = ''`,
      [table, username],
    )
    const names = columns.map(({ name }) => name).join(', ')
    await db.pool.query(
      `insert into ${table} (${names}) values (${columns.map(({ value }) => value).join(', ')})`,
    )
  }
})
