import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { ConfigError } from '#core/errors.ts'
import { dueTimes, randomSchedules } from '../../tests/peers/random-schedules.ts'
import { onCalendar } from './on-calendar.ts'

test('schedules become the calendars that systemd understands', () => {
  for (const [schedule, ...calendars] of [
    ['*/30 * * * *', '*-*-* *:00,30:00 UTC'],
    ['0 */6 * * *', '*-*-* 00/6:00:00 UTC'],
    ['0 6,14,19 * * *', '*-*-* 06,14,19:00:00 UTC'],
    ['5-59/10 8-18 * * 1-5', 'Mon,Tue,Wed,Thu,Fri *-*-* 08..18:05/10:00 UTC'],
    ['0 0 * * 5-7', 'Sun,Fri,Sat *-*-* 00:00:00 UTC'],
    ['15 2 * jan-mar sat,sun', 'Sun,Sat *-01..03-* 02:15:00 UTC'],
    ['0 0 29 2 *', '*-02-29 00:00:00 UTC'],
  ] as const) {
    assert.deepEqual(onCalendar(schedule), calendars, schedule)
  }
})

test('two restricted days mean either, so they are two calendars', () => {
  assert.deepEqual(onCalendar('0 0 13 * 5'), ['*-*-13 00:00:00 UTC', 'Fri *-*-* 00:00:00 UTC'])
  assert.deepEqual(onCalendar('0 0 13 * 0-6'), ['*-*-* 00:00:00 UTC'])
  assert.deepEqual(onCalendar('0 0 */2 * 1'), ['Mon *-*-01/2 00:00:00 UTC'])
  assert.deepEqual(onCalendar('0 0 30 2 1'), ['Mon *-02-* 00:00:00 UTC'])
})

test('what a calendar cannot say is refused with the schedule and the field', () => {
  for (const [schedule, why] of [
    ['60 * * * *', /minute: 60 is not between 0 and 59/],
    ['* * * *', /five fields/],
    ['0 0 0 * * *', /five fields/],
    ['0 0 * * 6-1', /6-1 runs backwards/],
    ['@reboot', /five fields/],
    ['0 0 L * *', /L is not between/],
    ['*/0 * * * *', /a step of 0/],
    ['0 0 * * MON#2', /MON#2 is not understood/],
    ['5/10 * * * *', /write 5-59/],
    ['0 0 31 4,6 *', /no such day/],
  ] as const) {
    assert.throws(
      () => onCalendar(schedule),
      (error) => error instanceof ConfigError && why.test(error.message),
      schedule,
    )
  }
})

const skip = spawnSync('systemd-analyze', ['--version']).error
  ? 'systemd-analyze is not here'
  : false

test('500 random schedules are due when systemd says that their calendars are', { skip }, () => {
  const after = Date.parse('2026-11-23T09:10:30Z')
  const schedules = randomSchedules(520, 7).filter(
    (schedule) => dueTimes(schedule, after, 1).length,
  )
  assert.ok(schedules.length >= 500, `${schedules.length} schedules are ever due`)
  const calendars = schedules.map(onCalendar)
  const elapses = elapsesOf([...new Set(calendars.flat())])
  for (const [at, schedule] of schedules.entries()) {
    const found = new Set(calendars[at]?.flatMap((calendar) => elapses.get(calendar) ?? []))
    const expected = dueTimes(schedule, after, 4)
    assert.deepEqual(
      [...found].sort((a, b) => a - b).slice(0, expected.length),
      expected,
      `${schedule} as ${calendars[at]?.join(' and ')}`,
    )
  }
})

/** The next four times of each calendar, asked of systemd in one call. */
function elapsesOf(calendars: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const text = execFileSync(
    'systemd-analyze',
    ['calendar', '--iterations=4', '--base-time=2026-11-23 09:10:30 UTC', ...calendars],
    { encoding: 'utf8', env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' }, maxBuffer: 1e8 },
  )
  const found = text
    .split(/\n\n/)
    .map((block) =>
      [...block.matchAll(/\w{3} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC/g)].map(([, date, time]) =>
        Date.parse(`${date}T${time}Z`),
      ),
    )
  assert.equal(found.length, calendars.length)
  return new Map(calendars.map((calendar, at) => [calendar, found[at] ?? []]))
}
