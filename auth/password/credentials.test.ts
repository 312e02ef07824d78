import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { join } from 'node:path'
import { createPerson } from '#core/identity/people.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { openCredentials, type Credentials } from './credentials.ts'

let database: TestDatabase
let credentials: Credentials

before(async () => {
  const dir = join(import.meta.dirname, 'migrations')
  database = await openTestDatabase([{ owner: 'auth-password', dir }])
  credentials = openCredentials(database.db)
})
after(() => database.close())

const newPerson = async (email: string) => (await createPerson(database.db, { email })).id

/** The addresses that are kept of a person. */
async function kept(personId: string): Promise<readonly string[]> {
  const { rows } = await database.db.pool.query<{ address: string }>(
    'select address from auth_password.known_address where person_id = $1 order by address',
    [personId],
  )
  return rows.map(({ address }) => address)
}

const lastSeen = (personId: string, address: string, days: number) =>
  database.db.pool.query(
    `update auth_password.known_address set seen_at = now() - make_interval(days => $3)
     where person_id = $1 and address = $2`,
    [personId, address, days],
  )

test('an address is known for half a year after it was last used, by its own person alone', async () => {
  const [ann, bob] = [await newPerson('ann@acme.com'), await newPerson('bob@acme.com')]
  assert.equal(await credentials.isKnownAddress(ann, '203.0.113.7'), false)
  await credentials.rememberAddress(ann, '203.0.113.7')
  assert.equal(await credentials.isKnownAddress(ann, '203.0.113.7'), true)
  assert.equal(await credentials.isKnownAddress(bob, '203.0.113.7'), false)
  await lastSeen(ann, '203.0.113.7', 179)
  assert.equal(await credentials.isKnownAddress(ann, '203.0.113.7'), true)
  await lastSeen(ann, '203.0.113.7', 181)
  assert.equal(await credentials.isKnownAddress(ann, '203.0.113.7'), false)
})

test('addresses whose time is over are forgotten with the next sign-in of their person', async () => {
  const [cyd, dan] = [await newPerson('cyd@acme.com'), await newPerson('dan@acme.com')]
  for (const person of [cyd, dan]) {
    await credentials.rememberAddress(person, '203.0.113.1')
    await lastSeen(person, '203.0.113.1', 400)
  }
  await credentials.rememberAddress(cyd, '203.0.113.2')
  assert.deepEqual(await kept(cyd), ['203.0.113.2'])
  assert.deepEqual(await kept(dan), ['203.0.113.1'], 'nothing of another person')
  await lastSeen(cyd, '203.0.113.2', 400)
  await credentials.rememberAddress(cyd, '203.0.113.2')
  assert.deepEqual(await kept(cyd), ['203.0.113.2'], 'it is used again')
})

test('of two who set a first password at once, one does, and the other is told', async () => {
  const eve = await newPerson('eve@acme.com')
  const outcomes = await Promise.all([
    credentials.saveFirst(eve, 'hash one'),
    credentials.saveFirst(eve, 'hash two'),
  ])
  assert.deepEqual(outcomes.toSorted(), [false, true])
  assert.equal(await credentials.hashOf(eve), outcomes[0] ? 'hash one' : 'hash two')
  await credentials.save(eve, 'hash three')
  assert.equal(await credentials.hashOf(eve), 'hash three')
})
