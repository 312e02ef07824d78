import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSchedule, nextRun } from './next-run.ts'

test('the next run of a schedule is in the future and at its minute', () => {
  const next = nextRun('*/5 * * * *')
  assert.ok(next.getTime() > Date.now() && next.getTime() <= Date.now() + 300_000)
  assert.equal(next.getUTCMinutes() % 5, 0)
  assert.equal(nextRun('30 6 * * *').toISOString().slice(11, 16), '06:30')
})

const none = ['', 'every day', '* * * *', '* * * * * *', '61 * * * *', '*/0 * * * *', '0 0 30 2 *']
const endless = [
  '1-99999999999999 * * * *',
  '0 0 1-99999999999999/7 * *',
  `${'1,'.repeat(1e6)}1 * * * *`,
]
for (const bad of none) test(`no schedule: “${bad}”`, () => assert.equal(isSchedule(bad), false))

test('a schedule that somebody makes endless stops nobody else: it is none, and said to be at once', () => {
  for (const text of endless) assert.equal(isSchedule(text), false)
})

test('the rarest days are found', () => {
  assert.match(nextRun('0 0 29 2 *').toISOString(), /-02-29T00:00/)
})

test('five fields are a schedule', () => assert.equal(isSchedule('0 8 * * 1-5'), true))
