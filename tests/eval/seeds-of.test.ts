import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seedsOf } from './seeds-of.ts'

test('seeds are those that were typed, or the usual three, and what is no number is refused', () => {
  assert.deepEqual(seedsOf([]), [1, 2, 3])
  assert.deepEqual(seedsOf(['7', '-1']), [7, -1])
  for (const wrong of ['--help', 'one', '1.5', '1e99'])
    assert.throws(() => seedsOf(['1', wrong]), { message: new RegExp(`^${wrong} is no seed`) })
})
