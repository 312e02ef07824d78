import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTimeZone, localTime } from './time-zone.ts'

test('people of India, Ukraine and Nepal were told that their time zone is none: lists of zones leave such names out', () => {
  for (const name of ['Asia/Kolkata', 'Europe/Kyiv', 'Asia/Kathmandu', 'US/Pacific', 'GMT', 'UTC'])
    assert.ok(isTimeZone(name), name)
  for (const name of ['', 'Mars/Base', 'Prague', 'Europe', 'UTC+2', 'Europe/Prague\0', '../etc'])
    assert.ok(!isTimeZone(name), name)
})

test('the day and the time are those of the place, also where it is tomorrow already', () => {
  const now = new Date('2026-12-31T23:05:59Z')
  assert.deepEqual(localTime(now, 'UTC'), { day: '2026-12-31', time: '23:05' })
  assert.deepEqual(localTime(now, 'Asia/Kathmandu'), { day: '2027-01-01', time: '04:50' })
  assert.deepEqual(localTime(new Date('2026-03-01T00:00:00Z'), 'UTC'), {
    day: '2026-03-01',
    time: '00:00',
  })
  assert.deepEqual(localTime(now, '-03:30'), { day: '2026-12-31', time: '19:35' })
})
