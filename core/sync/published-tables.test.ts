import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import {
  publishedTables,
  recordPublished,
  recordWithdrawn,
  type PublishedTable,
} from './published-tables.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())
beforeEach(() => storage.db.pool.query('delete from core.published_table'))

const db = () => storage.db.of<object>('core')
const table = (id: string, ...files: readonly string[]): PublishedTable => {
  const [dataset = '', name = ''] = id.split('/')
  return { id, dataset, name, files }
}
const all = () => publishedTables(storage.db, ['*'])

test('the newest version of a table is the one to query, with its files in their order', async () => {
  await recordPublished(db(), table('shop/orders', 'b', 'a', 'c'))
  await recordPublished(db(), table('crm/leads'))
  assert.deepEqual(await all(), [table('crm/leads'), table('shop/orders', 'b', 'a', 'c')])
  await recordPublished(db(), table('shop/orders', 'd'))
  assert.deepEqual(await all(), [table('crm/leads'), table('shop/orders', 'd')])
})

test('a table that is withdrawn cannot be queried, and one that never was is no error', async () => {
  await recordPublished(db(), table('shop/orders', 'a'))
  await recordPublished(db(), table('shop/items', 'b'))
  await recordWithdrawn(db(), 'shop/orders')
  await recordWithdrawn(db(), 'shop/%')
  assert.deepEqual(await all(), [table('shop/items', 'b')])
})

test('what a transaction took back was never published, and nobody sees it before its end', async () => {
  await recordPublished(db(), table('shop/orders', 'old'))
  const failing = db()
    .transaction()
    .execute(async (transaction) => {
      await recordPublished(transaction, table('shop/orders', 'new'))
      await recordWithdrawn(transaction, 'shop/orders')
      assert.deepEqual(await all(), [table('shop/orders', 'old')])
      throw new Error('on the way')
    })
  await assert.rejects(failing, /on the way/)
  assert.deepEqual(await all(), [table('shop/orders', 'old')])
})

test('only what is granted is told of, and no grant is none', async () => {
  for (const id of ['shop/orders', 'shop/items', 'shop_x/orders', 'crm/leads'])
    await recordPublished(db(), table(id, 'a'))
  for (const [patterns, ids] of [
    [[], []],
    [[''], []],
    [['shop/*'], ['shop/items', 'shop/orders']],
    [
      ['shop/orders', 'crm/*'],
      ['crm/leads', 'shop/orders'],
    ],
    [
      ['shop/orders', 'shop/*', 'shop/orders'],
      ['shop/items', 'shop/orders'],
    ],
    [['shop', 'sho/*', '%', 'shop/%', '*/orders'], []],
    [['*'], ['crm/leads', 'shop/items', 'shop/orders', 'shop_x/orders']],
  ] as const)
    assert.deepEqual(
      (await publishedTables(storage.db, patterns)).map(({ id }) => id),
      ids,
      JSON.stringify(patterns),
    )
})
