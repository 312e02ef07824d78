import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeType } from './describe-type.ts'
import { formatDuration } from './format-duration.ts'
import { formatScalar, shorten } from './format-scalar.ts'
import { scheduleGap } from './schedule-gap.ts'
import { sourceRunPath, tablePath } from './table-path.ts'

test('durations are written in their two largest units', () => {
  const cases: readonly [number, string][] = [
    [-5, '0 ms'],
    [340, '340 ms'],
    [12_000, '12 s'],
    [59_700, '1 min'],
    [200_000, '3 min 20 s'],
    [7_200_000, '2 h'],
    [90_000_000, '1 d 1 h'],
  ]
  for (const [ms, expected] of cases) assert.equal(formatDuration(ms), expected)
})

test('values are readable: years have no separator, long text is cut, empty text is named', () => {
  const cases: readonly [string | number | boolean, string][] = [
    [2024, '2024'],
    [1_234_567, '1,234,567'],
    [0.1 + 0.2, '0.3'],
    [0.000_000_012, '1.2E-8'],
    [true, 'true'],
    ['', '(empty text)'],
    ['2026-03-02 10:00:00', '2026-03-02 10:00:00'],
  ]
  for (const [value, expected] of cases) assert.equal(formatScalar(value), expected)
  assert.equal(shorten('žluťoučký kůň', 5), 'žluť…')
  assert.equal(shorten('😀😀😀', 2), '😀…')
})

test('types have words, and a type without any is its own name', () => {
  const cases: readonly [string, string][] = [
    ['VARCHAR', 'Text'],
    ['DECIMAL(18,2)', 'Decimal number'],
    ['bigint', 'Whole number'],
    ['TIMESTAMP WITH TIME ZONE', 'Date and time, with zone'],
    ['VARCHAR[]', 'List'],
    ['STRUCT(a INTEGER)', 'Structure'],
    ['GEOMETRY', 'GEOMETRY'],
  ]
  for (const [type, expected] of cases) assert.equal(describeType(type), expected)
})

test('a schedule is known by its longest gap', () => {
  const hours = (cron: string) => scheduleGap(cron) / 3_600_000
  const cases: readonly [string, number][] = [
    ['*/10 * * * *', 1],
    ['15 * * * *', 1],
    ['0 6 * * *', 24],
    ['0 */4 * * *', 24],
    ['0 6 * * 1', 168],
    ['0 6 1 * *', 744],
    ['0 6 1 1 *', 8784],
  ]
  for (const [cron, expected] of cases) assert.equal(hours(cron), expected, cron)
})

test('a name in a path is encoded', () => {
  assert.equal(tablePath({ dataset: 'a/b', name: '"c"' }), '/catalog/a%2Fb/%22c%22')
  assert.equal(sourceRunPath('shop eu'), '/catalog/shop%20eu/run')
})
