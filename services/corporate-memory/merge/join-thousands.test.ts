import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinThousands } from './join-thousands.ts'

test('thousands that are set apart by blanks are one number, dates and lists of numbers are not', () => {
  assert.equal(joinThousands('12 500 and 1 000 000 pieces'), '12500 and 1000000 pieces')
  for (const text of ['1. 5. 2026', 'codes 10 200', 'rows 4 50', '3.5 200 g', '1 5000']) {
    assert.equal(joinThousands(text), text === 'codes 10 200' ? 'codes 10200' : text)
  }
})
