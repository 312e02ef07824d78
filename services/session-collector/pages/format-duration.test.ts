import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatCost, formatDuration } from './format-duration.ts'

for (const [ms, said] of [
  [0, '0 s'],
  [499, '0 s'],
  [500, '1 s'],
  [59_499, '59 s'],
  [59_500, '1 min'],
  [3_569_400, '59 min'],
  [3_570_000, '1 h 0 min'],
  [3_600_000 * 25 + 60_000, '25 h 1 min'],
] as const)
  test(`${ms} ms are told as ${said}`, () => {
    assert.equal(formatDuration(ms), said)
  })

for (const [costUsd, unpriced, said] of [
  [null, true, 'price unknown'],
  [null, false, '$0.00'],
  [0, false, '$0.00'],
  [0.004, false, '<$0.01'],
  [0.004, true, '<$0.01 and more'],
  [0.01, false, '$0.01'],
  [12.345, true, '$12.35 and more'],
] as const)
  test(`a cost of ${costUsd}${unpriced ? ' and more' : ''} is told as ${said}`, () => {
    assert.equal(formatCost({ costUsd, unpriced }), said)
  })
