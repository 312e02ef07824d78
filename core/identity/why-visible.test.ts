import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { isGranted, grantTable } from './grants.ts'
import { addMember, ADMINISTRATORS, createGroup, EVERYONE } from './groups.ts'
import { createPerson, listPeople, suspendPerson } from './people.ts'
import { principalOfUsername } from './principal.ts'
import { reconcileGroups } from './reconcile.ts'
import { whatMaySee, whoMaySee } from './why-visible.ts'

let database: TestDatabase
let db: Database
before(async () => {
  database = await openTestDatabase()
  db = database.db
  for (const name of ['finance', 'sales']) await createGroup(db, { name })
})
after(() => database.close())
beforeEach(() =>
  db.pool.query(`delete from core.membership; delete from core.person;
    delete from core.table_grant where origin <> 'built-in'`),
)

const emailsOf = async (table: string) => (await whoMaySee(db, table)).map(({ email }) => email)

test('every grant that reaches somebody is told, with who gave it and who put them there', async () => {
  await createPerson(db, { email: 'ann@acme.com' })
  await reconcileGroups(db, { sales: { members: ['ann@acme.com'], tables: ['shop/*'] } })
  await addMember(db, 'sales', 'ann@acme.com')
  await grantTable(db, EVERYONE, 'public/*')
  await grantTable(db, 'finance', '*')
  assert.deepEqual(await whatMaySee(db, 'ann@acme.com'), [
    { group: EVERYONE, pattern: 'public/*', grantedBy: 'command', memberBy: null },
    { group: 'sales', pattern: 'shop/*', grantedBy: 'instance', memberBy: 'command' },
    { group: 'sales', pattern: 'shop/*', grantedBy: 'instance', memberBy: 'instance' },
  ])
  assert.deepEqual(
    (await whoMaySee(db, 'shop/orders')).map(({ email, reasons }) => [email, reasons.length]),
    [['ann@acme.com', 2]],
  )
})

test('who is locked out sees nothing, and an address that is nobody’s yet is no viewer', async () => {
  const gone = await createPerson(db, { email: 'gone@acme.com' })
  const barred = await createPerson(db, { email: 'barred@acme.com' })
  for (const email of ['gone@acme.com', 'barred@acme.com', 'later@acme.com'])
    await addMember(db, ADMINISTRATORS, email)
  // Somebody must be left who may do everything.
  await createPerson(db, { email: 'ann@acme.com' })
  await addMember(db, ADMINISTRATORS, 'ann@acme.com')
  await suspendPerson(db, gone.id)
  await db.pool.query('update core.person set barred_at = now() where id = $1', [barred.id])
  assert.deepEqual(await emailsOf('shop/orders'), ['ann@acme.com'])
})

test('a dataset whose name begins alike, or has a letter of SQL patterns, is another one', async () => {
  await createPerson(db, { email: 'ann@acme.com' })
  await addMember(db, 'sales', 'ann@acme.com')
  await grantTable(db, 'sales', 'shop_x/*')
  assert.deepEqual(await emailsOf('shop_x/orders'), ['ann@acme.com'])
  for (const other of ['shopax/orders', 'shop_x2/orders', 'shop/x', 'shop_x', 'a/shop_x/orders'])
    assert.deepEqual(await emailsOf(other), [], other)
})

/** Numbers below `below`, always the same ones (a linear congruential generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return Math.floor((state / 2 ** 32) * below)
  }
}

test('who is told to see a table are exactly those whom the portal lets see it', async () => {
  const next = numbers(7)
  const groups = ['finance', 'sales', EVERYONE]
  const patterns = ['*', 'shop/*', 'shop/orders', 'crm/*', 'crm/leads']
  const tables = ['shop/orders', 'shop/items', 'crm/leads', 'other/x']
  const people = ['ann', 'bob', 'cid', 'dee'].map((name) => `${name}@acme.com`)
  for (const email of people) await createPerson(db, { email })
  for (let round = 0; round < 25; round += 1) {
    await db.pool.query(`delete from core.membership;
      delete from core.table_grant where origin <> 'built-in'`)
    for (let nth = next(4); nth > 0; nth -= 1)
      await grantTable(db, groups[next(3)] ?? '', patterns[1 + next(4)] ?? '')
    for (let nth = next(6); nth > 0; nth -= 1)
      await addMember(db, groups[next(2)] ?? '', people[next(4)] ?? '')
    if (next(5) === 0) await addMember(db, ADMINISTRATORS, people[next(4)] ?? '')
    const seen = await Promise.all(
      (await listPeople(db)).map(({ username }) => principalOfUsername(db, username)),
    )
    for (const table of tables) {
      const allowed = seen.flatMap((one) => (one && isGranted(one.tables, table) ? one.email : []))
      assert.deepEqual(await emailsOf(table), allowed, `round ${round}, ${table}`)
    }
  }
})
