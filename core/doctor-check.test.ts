import assert from 'node:assert/strict'
import { test } from 'node:test'
import { together, well } from './doctor-check.ts'

test('several looks are as bad as the worst, and what is well is not told beside what is not', () => {
  assert.deepEqual(together([well('a'), well('b')]), { status: 'ok', detail: 'a; b' })
  const low = { status: 'warn', detail: 'low', remedy: 'Free space.' } as const
  const full = { status: 'fail', detail: 'full', remedy: 'Free space.' } as const
  assert.deepEqual(together([well('a'), low]), low)
  assert.deepEqual(together([low, well('a'), full]), {
    status: 'fail',
    detail: 'low; full',
    remedy: 'Free space.',
  })
})
