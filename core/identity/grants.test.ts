import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { grantTable, isGranted, revokeTable } from './grants.ts'
import { createGroup, EVERYONE, listGroups } from './groups.ts'
import { reconcileGroups } from './reconcile.ts'

let database: TestDatabase
let db: Database

before(async () => {
  database = await openTestDatabase()
  db = database.db
})
after(() => database.close())

const cases: readonly (readonly [string, string, boolean])[] = [
  ['*', 'sales/orders', true],
  ['sales/*', 'sales/orders', true],
  ['sales/orders', 'sales/orders', true],
  ['sales/*', 'sales_secret/orders', false],
  ['sales/*', 'hr/sales', false],
  ['sales/orders', 'sales/orders_all', false],
  ['sales/orders', 'sales/order', false],
  ['sales', 'sales/orders', false],
  ['/*', 'sales/orders', false],
  ['', 'sales/orders', false],
  ['/*', 'orders', false],
]
for (const [pattern, table, expected] of cases) {
  test(`${pattern || 'nothing'} ${expected ? 'grants' : 'does not grant'} ${table || 'nothing'}`, () => {
    assert.equal(isGranted([pattern], table), expected)
  })
}

test('one of several patterns is enough, and none grants nothing', () => {
  assert.ok(isGranted(['hr/*', 'sales/orders'], 'sales/orders'))
  assert.ok(!isGranted([], 'sales/orders'))
})

const tablesOf = async (name: string) =>
  (await listGroups(db)).find((group) => group.name === name)?.tables

test('a grant is given once and taken back once', async () => {
  await createGroup(db, { name: 'sales' })
  await grantTable(db, 'sales', 'sales/*')
  await grantTable(db, 'sales', 'sales/*')
  await grantTable(db, EVERYONE, 'public/*')
  assert.deepEqual(await tablesOf('sales'), ['sales/*'])
  assert.deepEqual(await tablesOf(EVERYONE), ['public/*'])
  await revokeTable(db, 'sales', 'sales/*')
  assert.deepEqual(await tablesOf('sales'), [])
  await assert.rejects(revokeTable(db, 'sales', 'sales/*'), { code: 'unknown_grant' })
})

test('what instance.yaml grants is taken back there', async () => {
  await reconcileGroups(db, { sales: { members: [], tables: ['hr/people'] } })
  await assert.rejects(revokeTable(db, 'sales', 'hr/people'), { remedy: /instance\.yaml/ })
  assert.deepEqual(await tablesOf('sales'), ['hr/people'])
})

test('administrators never lose what is theirs', async () => {
  await assert.rejects(revokeTable(db, 'administrators', '*'), { code: 'unknown_grant' })
  assert.deepEqual(await tablesOf('administrators'), ['*'])
})

test('what is no pattern is refused', async () => {
  for (const tables of [
    '',
    'sales',
    'sales/',
    '/orders',
    '*/*',
    '*/orders',
    'a/b/c',
    'A/b',
    'a/%',
  ]) {
    await assert.rejects(grantTable(db, 'sales', tables), { code: 'invalid_pattern' })
  }
})
