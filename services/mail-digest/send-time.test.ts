import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localTime } from '#core/time-zone.ts'
import manifest from './service.ts'
import { dayOfSending, defaultSendTime, sendTime, type SendTime } from './send-time.ts'

const MINUTE = 60_000

/** The days of which a digest is sent, with the first look that sends it, as the job looks from one moment to another. */
function sendings(order: SendTime, from: string, until: string, everyMinutes = 5) {
  const sent: { readonly day: string; readonly at: Date }[] = []
  for (let now = Date.parse(from); now < Date.parse(until); now += everyMinutes * MINUTE) {
    const day = dayOfSending(order, new Date(now))
    if (day !== undefined && day !== sent.at(-1)?.day) sent.push({ day, at: new Date(now) })
  }
  return sent
}

test('who chose one of the last minutes of a day never got a digest, as no look fell between it and midnight', () => {
  assert.equal(manifest.schedule, '*/5 * * * *', 'how often is looked')
  for (const at of ['23:55', '23:56', '23:59']) {
    const sent = sendings({ at, timeZone: 'UTC' }, '2026-03-02T22:00:07Z', '2026-03-04T02:00:00Z')
    assert.deepEqual(
      sent.map(({ day }) => day),
      ['2026-03-02', '2026-03-03'],
      at,
    )
  }
})

test('wherever somebody is, every day has one sending, at their time and never before, also where the clocks change', () => {
  for (const [timeZone, from, until] of [
    ['Europe/Prague', '2026-03-28T12:01:00Z', '2026-03-30T12:01:00Z'],
    ['Europe/Prague', '2026-10-24T12:01:00Z', '2026-10-26T12:01:00Z'],
    // There the clocks change at midnight, or by half an hour.
    ['America/Havana', '2026-03-07T12:01:00Z', '2026-03-09T12:01:00Z'],
    ['America/Havana', '2026-10-31T12:01:00Z', '2026-11-02T12:01:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T03:01:00Z', '2026-04-06T03:01:00Z'],
    ['Pacific/Kiritimati', '2028-02-28T00:01:00Z', '2028-03-01T00:01:00Z'],
    ['-11:00', '2026-12-30T12:01:00Z', '2027-01-01T12:01:00Z'],
  ] as const)
    for (const at of ['00:03', '23:59']) {
      const what = `${at} in ${timeZone} from ${from}`
      const sent = sendings({ at, timeZone }, from, until, 10)
      const days = sent.map(({ day }) => day)
      const first = Date.parse(`${days[0]}T00:00Z`)
      const everyDay = days.map((_, n) => new Date(first + n * 1440 * MINUTE))
      assert.deepEqual(
        days,
        everyDay.map((day) => day.toISOString().slice(0, 10)),
        `${what}: no day is left out, and none comes back`,
      )
      assert.ok(days.length >= 2, what)
      for (const { day, at: moment } of sent) {
        const there = localTime(moment, timeZone)
        assert.ok(`${there.day} ${there.time}` >= `${day} ${at}`, `${what}: ${there.time}`)
      }
    }
})

for (const [what, at, now, day] of [
  ['at its minute', '08:00', '08:00:00', '2026-03-02'],
  ['a second before', '08:00', '07:59:59', undefined],
  ['at the end of the day', '08:00', '23:59:59', '2026-03-02'],
  ['right after midnight, for the day before', '23:59', '00:00:00', '2026-03-01'],
  ['a quarter of an hour after midnight', '23:59', '00:15:00', undefined],
  ['right after midnight, for a time that was looked at before', '23:30', '00:00:00', undefined],
  ['at midnight itself', '00:00', '00:00:00', '2026-03-02'],
] as const)
  test(`a digest is due, or not, ${what}`, () => {
    const order = { at, timeZone: 'UTC' }
    assert.equal(dayOfSending(order, new Date(`2026-03-02T${now}Z`)), day)
  })

for (const [what, order, problem] of [
  ['a time', { at: '00:00', timeZone: 'UTC' }, undefined],
  ['the last minute', { at: '23:59', timeZone: 'Europe/Prague' }, undefined],
  ['an hour too many', { at: '24:00', timeZone: 'UTC' }, /such as 08:00/],
  ['a minute too many', { at: '08:60', timeZone: 'UTC' }, /such as 08:00/],
  ['an hour of one digit', { at: '8:00', timeZone: 'UTC' }, /such as 08:00/],
  ['a time with a line after it', { at: '08:00\n', timeZone: 'UTC' }, /such as 08:00/],
  ['a time with seconds', { at: '08:00:00', timeZone: 'UTC' }, /such as 08:00/],
  ['no time', { at: '', timeZone: 'UTC' }, /such as 08:00/],
  ['a zone of nowhere', { at: '08:00', timeZone: 'Mars/Base' }, /such as Europe\/Prague/],
  ['no zone', { at: '08:00', timeZone: '' }, /such as Europe\/Prague/],
  ['a zone without end', { at: '08:00', timeZone: 'U'.repeat(65) }, /64/],
] as const)
  test(`${what} is ${problem ? 'refused with what it should be' : 'taken'}`, () => {
    const { error } = sendTime.safeParse(order)
    if (problem) assert.match(error?.message ?? '', problem)
    else assert.equal(error, undefined)
  })

test('each wrong default is named by its variable, and right ones are taken as they are', () => {
  const start = (at: string, zone: string) => () =>
    defaultSendTime({ DIGEST_AT: at, DIGEST_TIME_ZONE: zone })
  assert.throws(start('8', 'UTC'), (error: Error) => !error.message.includes('DIGEST_TIME_ZONE'))
  assert.throws(start('08:00', 'x'), (error: Error) => !error.message.includes('DIGEST_AT '))
  assert.deepEqual(start('06:30', 'Asia/Tokyo')(), { at: '06:30', timeZone: 'Asia/Tokyo' })
})
