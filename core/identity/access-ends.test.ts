import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { accessEnded, LOCKED_EVENT, UNLINKED_EVENT } from './access-ends.ts'
import { linkDevice, unlinkDevice } from './devices.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

async function addPerson(username: string): Promise<{ id: string; deviceId: string }> {
  const { rows } = await storage.db.pool.query<{ id: string }>(
    `insert into core.person (email, username, name) values ($1, $2, $2) returning id`,
    [`${username}@example.com`, username],
  )
  const id = rows[0]?.id ?? ''
  const device = { personId: id, kind: 'app', name: 'Mac', address: '', seconds: 600 } as const
  return { id, deviceId: await linkDevice(storage.db.pool, device) }
}

const ended = async (username: string, deviceId?: string) =>
  (await accessEnded(storage.db, [{ username, deviceId }])).has(0)

test('a name that is nobody’s here is not judged', async () => {
  assert.equal(await ended('opaque-name'), false)
})

test('access ends when the device is unlinked, at once and for its own person only', async () => {
  const [ann, bob] = [await addPerson('ann'), await addPerson('bob')]
  assert.equal(await ended('ann', ann.deviceId), false)
  assert.equal(await ended('ann', bob.deviceId), true, 'the device of another person')
  const told = Promise.withResolvers<string | undefined>()
  const stop = await storage.events.listen(UNLINKED_EVENT, told.resolve)
  await unlinkDevice(storage.db, { id: ann.deviceId, personId: ann.id })
  assert.equal(await told.promise, ann.deviceId)
  await stop()
  assert.equal(await ended('ann', ann.deviceId), true)
})

for (const column of ['suspended_at', 'barred_at'])
  test(`access ends when ${column} of the person is set, and everybody hears it`, async () => {
    const username = column.replace('_at', '')
    const { deviceId } = await addPerson(username)
    const told = Promise.withResolvers<string | undefined>()
    const stop = await storage.events.listen(LOCKED_EVENT, told.resolve)
    await storage.db.pool.query(`update core.person set ${column} = now() where username = $1`, [
      username,
    ])
    assert.equal(await told.promise, username)
    await stop()
    assert.equal(await ended(username, deviceId), true)
    assert.equal(await ended(username), true)
  })

test('many are judged in one question, by their places', async () => {
  await addPerson('last')
  const people = [{ username: 'x' }, { username: 'suspended' }, { username: 'last' }]
  const found = await accessEnded(
    storage.db,
    people.map((one) => ({ ...one, deviceId: undefined })),
  )
  assert.deepEqual([...found], [1])
})

test('who is removed is told like who is locked out', async () => {
  const { id } = await addPerson('leaver')
  const told = Promise.withResolvers<string | undefined>()
  const stop = await storage.events.listen(LOCKED_EVENT, told.resolve)
  await storage.db.pool.query('delete from core.person where id = $1', [id])
  assert.equal(await told.promise, 'leaver')
  await stop()
})
