import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { TooManyRequests } from '../errors.ts'
import { openRateLimits } from './rate-limits.ts'

const limit = { points: 3, seconds: 600 }
let database: TestDatabase

before(async () => {
  database = await openTestDatabase()
})
after(() => database.close())

test('after the tries that a window has, one is told when to come back', async () => {
  const limits = openRateLimits(database.db)
  for (let tried = 0; tried < limit.points; tried += 1) await limits.take('login', 'ann', limit)
  await assert.rejects(limits.take('login', 'ann', limit), (error: unknown) => {
    assert.ok(error instanceof TooManyRequests)
    const seconds = Number(error.headers['Retry-After'])
    assert.ok(Number.isInteger(seconds) && seconds > 0 && seconds <= limit.seconds)
    assert.match(error.remedy ?? '', new RegExp(`${seconds} seconds`))
    return true
  })
})

test('who says nothing of limits to anybody is told whether a try was one too many', async () => {
  const limits = openRateLimits(database.db)
  const asked = []
  for (let tried = 0; tried < 5; tried += 1) asked.push(await limits.allows('mail', 'ann', limit))
  assert.deepEqual(asked, [true, true, true, false, false])
  await assert.rejects(limits.take('mail', 'ann', limit), TooManyRequests)
})

test('other keys, and other limits for the same key, are counted for themselves', async () => {
  const limits = openRateLimits(database.db)
  await limits.take('login', 'bob', limit)
  await limits.take('reset', 'ann', limit)
  await assert.rejects(limits.take('login', 'ann', limit), TooManyRequests)
})

test('a limiter in process memory (of the original): a restart or a second process forgets no try', async () => {
  await assert.rejects(openRateLimits(database.db).take('login', 'ann', limit), TooManyRequests)
})

test('of many tries at once exactly as many pass as the window has', async () => {
  const processes = [openRateLimits(database.db), openRateLimits(database.db)]
  const tries = Array.from({ length: 20 }, (_, index) =>
    processes[index % 2]?.take('login', 'crowd', { points: 5, seconds: 600 }),
  )
  const outcomes = await Promise.allSettled(tries)
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 5)
})

test('a success forgives the tries before it', async () => {
  const limits = openRateLimits(database.db)
  await limits.forgive('login', 'ann', limit)
  await limits.take('login', 'ann', limit)
  await limits.forgive('login', 'nobody ever tried this', limit)
})

test('a window that is over counts from the start', async () => {
  const limits = openRateLimits(database.db)
  const once = { points: 1, seconds: 600 }
  await limits.take('window', 'ann', once)
  await assert.rejects(limits.take('window', 'ann', once), TooManyRequests)
  await database.db.pool.query(`update core.rate_limit set expire = 1 where key like 'window:%'`)
  await limits.take('window', 'ann', once)
})

test('the table names nobody', async () => {
  await openRateLimits(database.db).take('login', 'carol@acme.com', limit)
  const { rows } = await database.db.pool.query<{ key: string }>('select key from core.rate_limit')
  assert.ok(rows.length > 0)
  for (const { key } of rows) assert.match(key, /^[a-z]+:[\w-]{43}$/)
})
