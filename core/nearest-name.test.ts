import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearestName } from './nearest-name.ts'

const cases: readonly (readonly [
  typed: string,
  known: readonly string[],
  nearest: string | undefined,
])[] = [
  ['scedule', ['schedule', 'tables'], 'schedule'],
  ['shcedule', ['schedule', 'tables'], 'schedule'],
  ['Tables', ['schedule', 'tables'], 'tables'],
  ['syn', ['sync', 'start'], 'sync'],
  ['xyz', ['schedule', 'tables'], undefined],
  ['', ['a'], 'a'],
  ['anything', [], undefined],
]

for (const [typed, known, nearest] of cases) {
  test(`of ${known.join(', ') || 'nothing'}, "${typed}" means ${nearest ?? 'none'}`, () => {
    assert.equal(nearestName(typed, known), nearest)
  })
}
