import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openTestMemory, type TestMemory } from '../../../tests/peers/memory.ts'
import { lastUse, noteSpent, spentToday } from './daily-budget.ts'

let memory: TestMemory
before(async () => {
  memory = await openTestMemory()
})
after(() => memory[Symbol.asyncDispose]())
beforeEach(async () => {
  await memory.db.pool.query('truncate corporate_memory.model_use')
})

test('of questions that are asked at once none is left out of what a day cost', async () => {
  assert.equal(await spentToday(memory.db), 0)
  await Promise.all(
    Array.from({ length: 30 }, (_, at) =>
      noteSpent(memory.db, { input: at, output: 1, ...(at % 3 === 0 && { failed: 'overloaded' }) }),
    ),
  )
  assert.equal(await spentToday(memory.db), 435 + 30)
  const [today, ...others] = await lastUse(memory.db)
  assert.deepEqual(others, [])
  assert.deepEqual([today?.calls, today?.failed, today?.input, today?.output], [30, 10, 435, 30])
})

test('what was used on other days counts for them alone, and days are those of UTC in any time zone', async () => {
  await memory.db.pool.query(
    `insert into corporate_memory.model_use (day, calls, failed, input, output)
     select (now() at time zone 'utc')::date - d, d, 0, 100, 10 from generate_series(1, 20) d`,
  )
  assert.equal(await spentToday(memory.db), 0)
  const client = await memory.db.pool.connect()
  try {
    // In one of them it is always another day than in UTC.
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      await client.query(`set timezone to '${zone}'`)
      const db = { ...memory.db, pool: client as unknown as typeof memory.db.pool }
      await noteSpent(db, { input: 1, output: 1 })
    }
  } finally {
    await client.query('reset timezone')
    client.release()
  }
  assert.equal(await spentToday(memory.db), 4)
  const days = await lastUse(memory.db, 3)
  assert.deepEqual(
    days.map(({ calls, input }) => [calls, input]),
    [
      [2, 2],
      [1, 100],
      [2, 100],
    ],
  )
  for (const { day } of days) assert.match(day, /^\d{4}-\d\d-\d\d$/)
  assert.equal((await lastUse(memory.db)).length, 14)
})

test('more tokens than a number of 32 bits holds are counted exactly', async () => {
  for (let nth = 0; nth < 3; nth += 1)
    await noteSpent(memory.db, { input: 2_000_000_000, output: 2_000_000_001 })
  assert.equal(await spentToday(memory.db), 12_000_000_003)
})
