import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { grantTable, revokeTable } from '#core/identity/grants.ts'
import { addMember, createGroup, removeMember } from '#core/identity/groups.ts'
import { createPerson } from '#core/identity/people.ts'
import { recordPublished, recordWithdrawn } from '#core/sync/published-tables.ts'
import { openTestDatabase, type TestDatabase } from '../../../tests/peers/postgres.ts'
import { addKey } from '../keys/keys.ts'
import { readAccess } from './read-access.ts'

let database: TestDatabase
before(async () => {
  const migrations = join(import.meta.dirname, '../migrations')
  database = await openTestDatabase([{ owner: 'ssh-keys', dir: migrations }])
})
after(() => database.close())
beforeEach(() =>
  database.db.pool.query(
    'truncate core.person, core.published_table, core.table_grant, core.membership cascade',
  ),
)

const [one, two] = ['1'.repeat(64), '2'.repeat(64)]
let keys = 0

async function person(name: string, keyCount = 1): Promise<string> {
  const { id, email } = await createPerson(database.db, { email: `${name}@example.com` })
  for (let count = 0; count < keyCount; count += 1) {
    keys += 1
    const key = { type: 'ssh-ed25519', blob: `AAAA${keys}`, fingerprint: `SHA256:${keys}` }
    await addKey(database.db, id, { ...key, comment: 'laptop' })
  }
  return email
}

const publish = (id: string, ...files: readonly string[]) => {
  const [dataset = '', name = ''] = id.split('/')
  return recordPublished(database.db.of<object>('core'), { id, dataset, name, files })
}

async function group(name: string, grants: readonly string[], ...members: readonly string[]) {
  await createGroup(database.db, { name }).catch(() => undefined)
  for (const grant of grants) await grantTable(database.db, name, grant)
  for (const email of members) await addMember(database.db, name, email)
}

/** The paths of each person's files. */
async function paths(): Promise<Readonly<Record<string, readonly string[]>>> {
  const access = await readAccess(database.db)
  return Object.fromEntries(access.map(({ username, files }) => [username, Object.keys(files)]))
}

test('each person has the tables of their groups, by the name of each object, and nobody else’s', async () => {
  await publish('shop/orders', one)
  await publish('shop/returns', two)
  await publish('hr/pay', two)
  await group('sales', ['shop/*'], await person('ann'))
  await group('people', ['hr/pay'], await person('bob'), 'ann@example.com')
  await person('cyd')
  const access = await readAccess(database.db)
  assert.deepEqual(
    access.map(({ username, files }) => [username, files]),
    [
      [
        'ann',
        {
          'server/parquet/hr/pay.parquet': two,
          'server/parquet/shop/orders.parquet': one,
          'server/parquet/shop/returns.parquet': two,
        },
      ],
      ['bob', { 'server/parquet/hr/pay.parquet': two }],
      ['cyd', {}],
    ],
  )
})

test('a grant that is taken back, a group that is left and a table that is withdrawn are gone', async () => {
  await publish('shop/orders', one)
  await publish('shop/returns', two)
  const ann = await person('ann')
  await group('sales', ['shop/orders', 'shop/returns'], ann)
  const of = async () => (await paths())['ann']
  assert.equal((await of())?.length, 2)
  await revokeTable(database.db, 'sales', 'shop/returns')
  assert.deepEqual(await of(), ['server/parquet/shop/orders.parquet'])
  await recordWithdrawn(database.db.of<object>('core'), 'shop/orders')
  assert.deepEqual(await of(), [])
  await publish('shop/orders', two)
  assert.deepEqual(await of(), ['server/parquet/shop/orders.parquet'])
  await removeMember(database.db, 'sales', ann)
  assert.deepEqual(await of(), [])
})

test('who is suspended, barred or without a key is not there at all', async () => {
  for (const name of ['ann', 'bob', 'cyd']) await person(name)
  await person('dan', 0)
  const { pool } = database.db
  await pool.query("update core.person set suspended_at = now() where username = 'ann'")
  await pool.query("update core.person set barred_at = now() where username = 'bob'")
  assert.deepEqual(Object.keys(await paths()), ['cyd'])
  await pool.query('update core.person set suspended_at = null, barred_at = null')
  assert.deepEqual(Object.keys(await paths()), ['ann', 'bob', 'cyd'])
})

test('all keys of a person let in, the oldest first, and none of a person who was deleted', async () => {
  await person('ann', 3)
  const [ann] = await readAccess(database.db)
  assert.deepEqual(
    ann?.keys,
    [keys - 2, keys - 1, keys].map((number) => `ssh-ed25519 AAAA${number}`),
  )
  await database.db.pool.query("delete from core.person where username = 'ann'")
  assert.deepEqual(await readAccess(database.db), [])
  const { rowCount } = await database.db.pool.query('select from ssh_keys.key')
  assert.equal(rowCount, 0)
})

test('a table in several files is a folder, and one without any file is nothing', async () => {
  await publish('shop/orders', one, two, one)
  await publish('shop/empty')
  await group('all', ['*'], await person('ann'))
  const [ann] = await readAccess(database.db)
  assert.deepEqual(ann?.files, {
    'server/parquet/shop/orders/part_0.parquet': one,
    'server/parquet/shop/orders/part_1.parquet': two,
    'server/parquet/shop/orders/part_2.parquet': one,
  })
})
