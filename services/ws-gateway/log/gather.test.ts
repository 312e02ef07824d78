import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gather } from './gather.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)

/** Doubles numbers, group by group; each group ends when it is let go. */
function doubling(limit: number) {
  const groups: { readonly items: readonly number[]; readonly end: (error?: Error) => void }[] = []
  const told: (readonly number[])[] = []
  const ask = gather(
    (items: readonly number[]) =>
      new Promise<number>((resolve, reject) => {
        groups.push({ items, end: (error) => (error ? reject(error) : resolve(2)) })
      }),
    (factor, items) => {
      told.push(items)
      return items.map((item) => item * factor)
    },
    limit,
  )
  return { ask, groups, told }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('what is asked in a turn is one group, and what comes meanwhile the next', async () => {
  const { ask, groups } = doubling(10)
  const first = numbers(3).map(ask)
  await turn()
  const second = [7, 8].map(ask)
  await turn()
  assert.deepEqual(
    groups.map(({ items }) => items),
    [[0, 1, 2]],
  )
  groups[0]?.end()
  assert.deepEqual(await Promise.all(first), [0, 2, 4])
  assert.deepEqual(groups[1]?.items, [7, 8])
  groups[1].end()
  assert.deepEqual(await Promise.all(second), [14, 16])
})

test('a group is told of when the next one is already under way, in the order of the groups', async () => {
  const { ask, groups, told } = doubling(2)
  const all = numbers(5).map(ask)
  for (const nth of numbers(3)) {
    await turn()
    assert.equal(groups.length, nth + 1)
    assert.equal(told.length, nth)
    groups[nth]?.end()
  }
  assert.deepEqual(await Promise.all(all), [0, 2, 4, 6, 8])
  assert.deepEqual(told, [[0, 1], [2, 3], [4]])
})

test('what weighs more fills a group sooner, and what is too heavy for any goes alone', async () => {
  const groups: (readonly number[])[] = []
  const ask = gather(
    async (items: readonly number[]) => {
      groups.push(items)
      return items
    },
    (items) => items,
    10,
    (item) => item,
  )
  await Promise.all([4, 6, 1, 12, 3, 8].map(ask))
  assert.deepEqual(groups, [[4, 6], [1], [12], [3], [8]])
})

test('a group that fails fails for its own alone', async () => {
  const { ask, groups } = doubling(2)
  const all = Promise.allSettled(numbers(4).map(ask))
  await turn()
  groups[0]?.end(new Error('the database is gone'))
  await turn()
  groups[1]?.end()
  const outcomes = (await all).map(({ status }) => status)
  assert.deepEqual(outcomes, ['rejected', 'rejected', 'fulfilled', 'fulfilled'])
  const later = ask(4)
  await turn()
  groups[2]?.end()
  assert.equal(await later, 8)
})

test('answers that cannot be made are a failure of the group and not an end of everything', async () => {
  let broken = true
  const ask = gather(
    async (items: readonly number[]) => items,
    (items) => {
      if (broken) throw new Error('not understood')
      return items
    },
    10,
  )
  await assert.rejects(ask(1), /not understood/)
  broken = false
  assert.equal(await ask(2), 2)
})
