import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { activeByHour, activeMs, burstsOf, joinBursts } from './bursts.ts'

const MINUTE = 60_000

test('a pause of five minutes is still work, one that is longer is none', () => {
  assert.deepEqual(burstsOf([0, 5 * MINUTE]), [[0, 5 * MINUTE]])
  assert.deepEqual(burstsOf([0, 5 * MINUTE + 1]), [
    [0, 0],
    [5 * MINUTE + 1, 5 * MINUTE + 1],
  ])
})

test('without times nothing was worked, and one record alone takes no time', () => {
  assert.deepEqual(burstsOf([]), [])
  assert.equal(activeMs(burstsOf([])), 0)
  assert.equal(activeMs(burstsOf([7])), 0)
})

test('a burst within another one, as of a subagent, adds nothing', () => {
  const long = [0, 60 * MINUTE] as const
  assert.deepEqual(joinBursts([long, [10 * MINUTE, 20 * MINUTE], [0, MINUTE]]), [long])
  assert.deepEqual(joinBursts([long, [61 * MINUTE, 62 * MINUTE]]), [[0, 62 * MINUTE]])
})

test('however times are spread over files and in which order they come, the bursts are those of all together', () => {
  const { below } = chooser(11)
  for (let round = 0; round < 300; round += 1) {
    const times = Array.from({ length: 1 + below(60) }, () => below(200) * MINUTE)
    const whole = burstsOf(times.toSorted((a, b) => a - b))
    assert.deepEqual(burstsOf(times), whole)
    // Files of one session hold what was written one after the other, or side by side.
    const files = Map.groupBy(times, (time) =>
      round % 2 ? below(3) : Math.floor(time / (40 * MINUTE)),
    )
    const parts = [...files.values()].map((own) => burstsOf(own))
    const joined = joinBursts(parts.flat())
    const span = Math.max(...times) - Math.min(...times)
    assert.deepEqual(joined, whole)
    assert.deepEqual(joinBursts(joined), joined)
    assert.ok(activeMs(joined) <= span)
    for (const [nth, [from, until]] of joined.entries()) {
      assert.ok(from <= until)
      const after = joined[nth + 1]
      if (after) assert.ok(after[0] - until > 5 * MINUTE)
    }
  }
})

test('the hours of what was worked add up to all of it, none is longer than an hour, and a moment is in none', () => {
  const nine = Date.parse('2026-01-05T09:00:00Z')
  const hours = activeByHour([
    [nine - MINUTE, nine + 61 * MINUTE],
    [nine + 70 * MINUTE, nine + 72 * MINUTE],
    [nine + 180 * MINUTE, nine + 180 * MINUTE],
  ])
  assert.deepEqual(
    [...hours],
    [
      ['2026-01-05T08', MINUTE],
      ['2026-01-05T09', 60 * MINUTE],
      ['2026-01-05T10', 3 * MINUTE],
    ],
  )
})
