import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dueTimes, randomSchedules } from '../tests/peers/random-schedules.ts'
import { cronAlternatives } from './cron-alternatives.ts'
import { nextRun } from './next-run.ts'

test('two restricted days are two schedules, everything else stays one', () => {
  assert.deepEqual(cronAlternatives('0 0 13 * 5'), ['0 0 13 * *', '0 0 * * 5'])
  for (const one of ['*/5 * * * *', '0 0 */2 * 1', '0 0 13 * *', '0 6 * * 1-5']) {
    assert.deepEqual(cronAlternatives(one), [one])
  }
})

test('what runs next, also with two restricted days, is what crontab(5) names, as on a server with timers', () => {
  let seen = 0
  for (const schedule of randomSchedules(120, 11)) {
    const [due] = dueTimes(schedule, Date.now(), 1)
    // Far ahead node-cron searches for seconds.
    if (due === undefined || due > Date.now() + 60 * 86_400_000) continue
    assert.equal(nextRun(schedule).toISOString(), new Date(due).toISOString(), schedule)
    seen += 1
  }
  assert.ok(seen > 30, `only ${seen} schedules were compared`)
})
