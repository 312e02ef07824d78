import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openRateLimits, type RateLimits } from '#core/http/rate-limits.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { countTry, forgiveTries } from './login-limits.ts'

let database: TestDatabase
let limits: RateLimits

before(async () => {
  database = await openTestDatabase()
  limits = openRateLimits(database.db)
})
after(() => database.close())

/** How many of `count` tries pass before one is refused. */
async function passing(
  count: number,
  tryOf: (index: number) => { email: string; address: string; knownAddress?: boolean },
): Promise<number> {
  for (let index = 0; index < count; index += 1) {
    const passed = await countTry(limits, { knownAddress: false, ...tryOf(index) }).then(
      () => true,
      (error: { status?: number }) => {
        assert.equal(error.status, 429)
        return false
      },
    )
    if (!passed) return index
  }
  return count
}

test('one address that tries one account is stopped after six tries', async () => {
  assert.equal(await passing(10, () => ({ email: 'a@acme.com', address: '192.0.2.1' })), 6)
})

test('one account tried from many addresses is stopped after twenty tries', async () => {
  const stopped = await passing(40, (index) => ({
    email: 'b@acme.com',
    address: `198.51.100.${index}`,
  }))
  assert.equal(stopped, 20)
})

test('password spraying free (of the original): one address that tries many accounts is stopped', async () => {
  const stopped = await passing(100, (index) => ({
    email: `p${index}@acme.com`,
    address: '192.0.2.9',
  }))
  assert.equal(stopped, 60)
})

test('attacker can lock a victim (of the original): where a person is known, strangers’ tries do not count', async () => {
  await passing(40, (index) => ({ email: 'victim@acme.com', address: `203.0.113.${index}` }))
  const victim = { email: 'victim@acme.com', address: '192.0.2.50', knownAddress: true }
  assert.equal(await passing(3, () => victim), 3)
})

test('a success forgives the tries of this person from this address', async () => {
  const mine = { email: 'c@acme.com', address: '192.0.2.77', knownAddress: true }
  assert.equal(await passing(5, () => mine), 5)
  await forgiveTries(limits, mine)
  assert.equal(await passing(6, () => mine), 6)
})
