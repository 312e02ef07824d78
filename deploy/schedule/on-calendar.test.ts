import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onCalendar } from './on-calendar.ts'

const cases: Readonly<Record<string, readonly string[]>> = {
  '*/30 * * * *': ['*-*-* *:00,30:00 UTC'],
  '0 8 * * *': ['*-*-* 08:00:00 UTC'],
  '5-55/10 * * * *': ['*-*-* *:05,15,25,35,45,55:00 UTC'],
  '0 0 * * 0': ['Sun *-*-* 00:00:00 UTC'],
  '0 0 * * 7': ['Sun *-*-* 00:00:00 UTC'],
  '0 0 * * 5-7': ['Sun,Fri,Sat *-*-* 00:00:00 UTC'],
  '0 0 * jan,6 mon': ['Mon *-01,06-* 00:00:00 UTC'],
  '@weekly': ['Sun *-*-* 00:00:00 UTC'],
  // Either day, as cron means it.
  '0 0 13 * 5': ['*-*-13 00:00:00 UTC', 'Fri *-*-* 00:00:00 UTC'],
  // A star makes it both.
  '0 0 */2 * 5': [`Fri *-*-${odd(31)} 00:00:00 UTC`],
  '0 0 29 2 *': ['*-02-29 00:00:00 UTC'],
  '0 0 30 2 1': ['Mon *-02-* 00:00:00 UTC'],
}
for (const [cron, expected] of Object.entries(cases))
  test(`${cron} is ${expected.join(' and ')}`, () =>
    assert.deepEqual(onCalendar(cron, 'services/x'), expected))

for (const cron of [
  '0 0 30 2 *',
  '* * * *',
  '60 * * * *',
  '*/0 * * * *',
  '5-1 * * * *',
  '@reboot',
  '1-2-3 * * * *',
  'x * * * *',
])
  test(`${cron} is refused with the manifest’s path`, () =>
    assert.throws(() => onCalendar(cron, 'services/x'), /services\/x: the schedule/))

function odd(until: number): string {
  const numbers = []
  for (let n = 1; n <= until; n += 2) numbers.push(String(n).padStart(2, '0'))
  return numbers.join(',')
}
