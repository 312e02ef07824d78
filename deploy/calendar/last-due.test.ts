import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dueTimes, randomSchedules } from '../../tests/peers/random-schedules.ts'
import { lastDue } from './last-due.ts'

test('the last time at which a schedule was due is the last of those that it names', () => {
  const since = Date.UTC(2027, 1, 27, 22, 13, 7)
  const until = since + 3 * 86_400_000
  let due = 0
  for (const schedule of randomSchedules(60, 11)) {
    const expected = dueTimes(schedule, since, 5000)
      .filter((time) => time <= until)
      .at(-1)
    const found = lastDue(schedule, new Date(since), new Date(until))
    assert.equal(found?.getTime(), expected, schedule)
    if (found) due += 1
  }
  assert.ok(due > 10, `only ${due} were due`)
})

test('the minute of the end counts, that of the beginning does not', () => {
  const at = new Date('2027-03-01T06:00:00Z')
  const seconds = (count: number) => new Date(at.getTime() + count * 1000)
  assert.deepEqual(lastDue('0 6 * * *', seconds(-60), seconds(30)), at)
  assert.equal(lastDue('0 6 * * *', at, seconds(30)), undefined)
  assert.equal(lastDue('0 6 * * *', seconds(-60), seconds(-1)), undefined)
})
