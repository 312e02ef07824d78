import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { keepDevice, linkDevice, listDevices, unlinkDevice, unlinkDevicesOf } from './devices.ts'
import { createPerson } from './people.ts'

let database: TestDatabase
before(async () => {
  database = await openTestDatabase()
})
after(() => database.close())

const about = { kind: 'browser', name: 'analyst', address: '127.0.0.1', seconds: 600 } as const

async function someone(name: string): Promise<string> {
  return (await createPerson(database.db, { email: `${name}@acme.com` })).id
}

const link = (personId: string, over: Partial<Parameters<typeof linkDevice>[1]> = {}) =>
  linkDevice(database.db.pool, { personId, ...about, ...over })

test('a person’s devices are listed newest first, and nobody else’s', async () => {
  const [ann, bob] = [await someone('ann'), await someone('bob')]
  const [first, second] = [await link(ann), await link(ann, { name: 'other', kind: 'app' })]
  await link(bob)
  const list = await listDevices(database.db, ann)
  assert.deepEqual(
    list.map(({ id, name, kind, address, lastUsedAt }) => [id, name, kind, address, lastUsedAt]),
    [
      [second, 'other', 'app', '127.0.0.1', null],
      [first, 'analyst', 'browser', '127.0.0.1', null],
    ],
  )
  assert.ok(list.every(({ createdAt }) => createdAt instanceof Date))
})

test('a device without a sign of life is forgotten, and removed when the next one is linked', async () => {
  const { db } = database
  const ann = await someone('idle')
  const [idle, kept] = [await link(ann, { seconds: -1 }), await link(ann, { seconds: 1 })]
  await keepDevice(db.pool, kept, 600)
  assert.deepEqual(
    (await listDevices(db, ann)).map(({ id }) => id),
    [kept],
  )
  assert.ok((await listDevices(db, ann))[0]?.lastUsedAt)
  await link(ann)
  const { rowCount } = await db.pool.query('select from core.linked_device where id = $1', [idle])
  assert.equal(rowCount, 0)
})

test('only its owner ends a device, once', async () => {
  const { db } = database
  const [ann, bob] = [await someone('owner'), await someone('other')]
  const id = await link(ann)
  assert.equal(await unlinkDevice(db, { id, personId: bob }), false)
  assert.equal(await unlinkDevice(db, { id, personId: ann }), true)
  assert.equal(await unlinkDevice(db, { id, personId: ann }), false)
  assert.equal(await unlinkDevice(db, { id: 'no uuid', personId: ann }), false)
})

test('all devices of a person end at once, or those of one kind', async () => {
  const { db } = database
  const [ann, bob] = [await someone('many'), await someone('untouched')]
  await link(bob)
  for (const kind of ['app', 'app', 'browser', 'code'] as const) await link(ann, { kind })
  assert.equal(await unlinkDevicesOf(db, ann, 'app'), 2)
  assert.equal(await unlinkDevicesOf(db, ann), 2)
  assert.equal(await unlinkDevicesOf(db, ann), 0)
  assert.equal((await listDevices(db, bob)).length, 1)
})
