import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BoundedMap } from './bounded-map.ts'

test('a value is made once for all who ask', async () => {
  const map = new BoundedMap<Promise<number>>(2)
  let made = 0
  const make = async () => ++made
  const values = await Promise.all([map.getOrMake('a', make), map.getOrMake('a', make)])
  assert.deepEqual(values, [1, 1])
})

test('only as many values as allowed are kept, those used last', () => {
  const map = new BoundedMap<string>(2)
  for (const key of ['a', 'b', 'a', 'c']) map.getOrMake(key, () => key)
  assert.equal(map.size, 2)
  assert.equal(
    map.getOrMake('a', () => 'made again'),
    'a',
  )
  assert.equal(
    map.getOrMake('b', () => 'made again'),
    'made again',
  )
})

test('a failure is not remembered', async () => {
  const map = new BoundedMap<Promise<string>>(2)
  await assert.rejects(map.getOrMake('a', async () => Promise.reject(new Error('database away'))))
  assert.equal(await map.getOrMake('a', async () => 'back'), 'back')
})
