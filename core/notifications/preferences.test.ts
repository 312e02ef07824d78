import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quietUntil } from './preferences.ts'

const hours = (quietFrom: string | null, until: string | null, timeZone = 'UTC') => ({
  muted: false,
  quietFrom,
  quietUntil: until,
  timeZone,
})

const cases = [
  ['inside', '22:00', '23:30', 'UTC', '22:10', '23:30'],
  ['before', '22:00', '23:30', 'UTC', '21:59', undefined],
  ['at the end', '22:00', '23:30', 'UTC', '23:30', undefined],
  ['past midnight, in the evening', '22:00', '07:00', 'UTC', '23:00', '07:00 next day'],
  ['past midnight, in the morning', '22:00', '07:00', 'UTC', '06:59', '07:00'],
  ['in the zone of the person', '22:00', '07:00', 'Europe/Prague', '21:30', '06:00 next day'],
  ['nothing is quiet when both are equal', '07:00', '07:00', 'UTC', '07:00', undefined],
] as const

for (const [what, from, until, zone, now, expected] of cases) {
  test(`quiet hours: ${what}`, () => {
    const end = quietUntil(hours(from, until, zone), new Date(`2026-01-10T${now}:30Z`))
    const [time, next] = expected?.split(' ') ?? []
    const day = next ? '11' : '10'
    assert.equal(end?.toISOString(), time && `2026-01-${day}T${time}:00.000Z`)
  })
}

test('nothing is quiet by default', () => {
  assert.equal(quietUntil(hours(null, null), new Date()), undefined)
})

// Europe/Prague: at 02:00 the clocks go to 03:00 on 29 March 2026, and at 03:00 to 02:00 on 25 October.
for (const [what, now, end] of [
  ['one hour shorter in spring', '2026-03-28T22:30:10Z', '2026-03-29T05:00:00.000Z'],
  ['one hour longer in autumn', '2026-10-24T21:30:10Z', '2026-10-25T06:00:00.000Z'],
] as const) {
  test(`quiet hours end when the person’s clock says so, in a night that is ${what}`, () => {
    const quiet = quietUntil(hours('22:00', '07:00', 'Europe/Prague'), new Date(now))
    assert.equal(quiet?.toISOString(), end)
  })
}
