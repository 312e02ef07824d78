import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSchedule, nextRun } from './next-run.ts'

test('the next run of a schedule is in the future and at its minute', () => {
  const next = nextRun('*/5 * * * *')
  assert.ok(next.getTime() > Date.now() && next.getTime() <= Date.now() + 300_000)
  assert.equal(next.getUTCMinutes() % 5, 0)
  assert.equal(nextRun('30 6 * * *').toISOString().slice(11, 16), '06:30')
})

for (const bad of ['', 'every day', '* * * *', '* * * * * *', '61 * * * *'])
  test(`no schedule: “${bad}”`, () => assert.equal(isSchedule(bad), false))

test('five fields are a schedule', () => assert.equal(isSchedule('0 8 * * 1-5'), true))
