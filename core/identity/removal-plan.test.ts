import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { notify } from '../notifications/notify.ts'
import { savePreference } from '../notifications/preferences.ts'
import { pruneInbox } from '../notifications/prune.ts'
import { linkDevice } from './devices.ts'
import { addMember, createGroup } from './groups.ts'
import { followIssuerGroups } from './issuer-groups.ts'
import { linkProfile } from './link.ts'
import { createLink } from './one-time-links.ts'
import { createPerson, findPersonByEmail, removePerson } from './people.ts'
import { reconcileGroups } from './reconcile.ts'
import { removalPlan } from './removal-plan.ts'
import { createSession } from './sessions.ts'
import { createToken } from './tokens.ts'

let storage: TestDatabase
let db: Database
before(async () => {
  storage = await openTestDatabase()
  db = storage.db
  for (const name of ['finance', 'ops', 'sales']) await createGroup(db, { name })
})
after(() => storage.close())

const ann = 'ann@acme.com'
const image = { type: 'image/png', bytes: Buffer.from('\x89PNG') } as const

/** A person who has used everything that core keeps. */
async function busyPerson(email: string): Promise<{ readonly id: string; readonly name: string }> {
  const { id, username } = await createPerson(db, { email })
  await linkProfile(db, 'oidc', { issuer: 'https://idp', subject: email }, id)
  await createSession(db, { personId: id, provider: 'oidc' })
  await createToken(db, { personId: id, name: 'laptop' })
  const device = { kind: 'app', name: 'phone', address: '127.0.0.1', seconds: 60 } as const
  await linkDevice(db.pool, { personId: id, ...device })
  await createLink(db, { purpose: 'reset', personId: id, seconds: 60 })
  await notify(db, username, { title: 'old', image })
  await db.pool.query(`update core.notification set created_at = now() - interval '9 days'`)
  await pruneInbox(db, 7)
  await notify(db, username, { title: 'x', image })
  const quiet = { muted: true, quietFrom: null, quietUntil: null, timeZone: 'UTC' }
  await savePreference(db, username, 'pigeon', quiet)
  return { id, name: username }
}

/** How many rows each table of core holds that is about a person, by name or by number. */
async function rowsAbout(id: string, username: string): Promise<Readonly<Record<string, number>>> {
  const { rows } = await db.pool.query<{ table: string; column: string }>(
    `select c.table_name as "table", c.column_name as "column" from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'core' and t.table_type = 'BASE TABLE'
       and c.column_name in ('person_id', 'username') and c.table_name <> 'person'`,
  )
  const found: Record<string, number> = {}
  for (const { table, column } of rows) {
    const { rowCount } = await db.pool.query(
      `select from core.${table} where ${column}::text = $1`,
      [column === 'username' ? username : id],
    )
    if (rowCount) found[table] = rowCount
  }
  return found
}

test('with a person goes everything that core keeps of them, and nothing of anybody else', async () => {
  const bob = await busyPerson('bob@acme.com')
  const { id, name } = await busyPerson(ann)
  const kept = await rowsAbout(bob.id, bob.name)
  const had = await rowsAbout(id, name)
  for (const table of ['api_token', 'identity', 'session', 'notification', 'notification_image'])
    assert.ok(had[table], table)
  await removePerson(db, id)
  assert.deepEqual(await rowsAbout(id, name), {})
  assert.deepEqual(await rowsAbout(bob.id, bob.name), kept)
})

// A colleague who got the address later was in the groups that the sign-in service once named.
test('whoever gets the address later is in no group that the one before was put into', async () => {
  const { id } = await createPerson(db, { email: ann })
  await reconcileGroups(db, { ops: { members: [ann], tables: [] } })
  await addMember(db, 'sales', ann)
  await followIssuerGroups(db, ann, ['finance'])
  assert.deepEqual((await findPersonByEmail(db, ann))?.groups, ['finance', 'ops', 'sales'])
  await removePerson(db, id)
  const next = await createPerson(db, { email: ann })
  // What instance.yaml says is about the address, and stands there still.
  assert.deepEqual(next.groups, ['ops'])
})

test('a plan asks every schema that keeps something, and leaves out what there is none of', async () => {
  await db.pool.query(`
    create schema "Odd schema"; create schema plain; create schema other;
    create function "Odd schema".removal_plan(username text) returns table (what text, count bigint)
      language sql as $$ values ('Votes of ' || username || ': they go', 3::bigint), ('Notes', 0::bigint) $$;
    create function plain.removal_plan(username text) returns table (what text, count bigint)
      language sql as $$ select 'Homes', 1::bigint where username = 'ann' $$;
    create function other.removal_plan(id integer) returns table (what text, count bigint)
      language sql as $$ values ('not one of ours', 9::bigint) $$`)
  assert.deepEqual(await removalPlan(db, 'ann'), [
    { what: 'Votes of ann: they go', count: 3 },
    { what: 'Homes', count: 1 },
  ])
  assert.deepEqual(await removalPlan(db, "'; drop schema core cascade; --"), [
    { what: "Votes of '; drop schema core cascade; --: they go", count: 3 },
  ])
})
