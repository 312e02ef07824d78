import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { grantTable } from './grants.ts'
import { grantGaps } from './grant-gaps.ts'
import { addMember, ADMINISTRATORS, createGroup, EVERYONE } from './groups.ts'
import { createPerson, suspendPerson } from './people.ts'

let database: TestDatabase
before(async () => {
  database = await openTestDatabase()
})
after(() => database.close())

test('who sees nothing, what nobody sees and groups without members are found, until grants reach them', async () => {
  const { db } = database
  await createPerson(db, { email: 'boss@acme.com' })
  await addMember(db, ADMINISTRATORS, 'boss@acme.com')
  await createPerson(db, { email: 'ann@acme.com' })
  const gone = await createPerson(db, { email: 'gone@acme.com' })
  await suspendPerson(db, gone.id)
  const nothing = { blindPeople: [], unseenTables: [], emptyGroups: [] }
  // Before the first table is published nobody can see one.
  assert.deepEqual(await grantGaps(db), nothing)

  await db.pool.query(`insert into core.published_table (id, dataset, name, files) values
    ('shop/orders', 'shop', 'orders', '{}'), ('crm/deals', 'crm', 'deals', '{}')`)
  await createGroup(db, { name: 'sales' })
  await grantTable(db, 'sales', 'shop/*')
  assert.deepEqual(await grantGaps(db), {
    blindPeople: ['ann@acme.com'],
    unseenTables: ['crm/deals', 'shop/orders'],
    emptyGroups: ['sales'],
  })
  await addMember(db, 'sales', 'ann@acme.com')
  assert.deepEqual(await grantGaps(db), { ...nothing, unseenTables: ['crm/deals'] })
  await grantTable(db, EVERYONE, 'crm/deals')
  assert.deepEqual(await grantGaps(db), nothing)
})
