import assert from 'node:assert/strict'
import { test } from 'node:test'
import { servableObjects } from './servable-objects.ts'

const object = (tableId: string, sha256: string, until = Infinity) => ({
  tableId,
  sha256,
  size: 1,
  until,
})

test('only the objects of granted tables are served', () => {
  const objects = [object('sales/orders', 'a'), object('hr/pay', 'b')]
  const names = (patterns: readonly string[]) => [...servableObjects(objects, patterns).keys()]
  assert.deepEqual(names(['*']), ['a', 'b'])
  assert.deepEqual(names(['sales/*']), ['a'])
  assert.deepEqual(names(['hr/pay']), ['b'])
  assert.deepEqual(names([]), [])
})

test('an object that two versions share is served as long as the longer of them', () => {
  const objects = [object('s/a', 'x', 10), object('s/a', 'x', 20), object('s/a', 'x', 15)]
  assert.equal(servableObjects(objects, ['*']).get('x')?.until, 20)
})

test('a hidden table does not lend its right to an object that a visible one shares', () => {
  const objects = [object('hr/pay', 'x'), object('s/old', 'x', 10)]
  assert.equal(servableObjects(objects, ['s/*']).get('x')?.until, 10)
})
