import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import type { Fields } from './record.ts'
import { laterUsage, noteUsage, type Usage } from './usage.ts'

function noted(...records: readonly Fields[]): readonly Usage[] {
  const usages = new Map<string, Usage>()
  for (const [nth, record] of records.entries()) noteUsage(usages, record, nth + 1)
  return [...usages.values()]
}

const answer = (usage: unknown, more: object = {}, message: object = {}) => ({
  type: 'assistant',
  ...more,
  message: { usage, ...message },
})

for (const [what, usage, expected] of [
  ['nothing', {}, [0, 0, false]],
  ['no split', { cache_creation_input_tokens: 400 }, [400, 0, true]],
  [
    'a split',
    {
      cache_creation_input_tokens: 400,
      cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 300 },
    },
    [100, 300, false],
  ],
  [
    'a split that explains less than there is',
    { cache_creation_input_tokens: 500, cache_creation: { ephemeral_1h_input_tokens: 300 } },
    [200, 300, false],
  ],
  [
    'a split that explains more than there is',
    { cache_creation_input_tokens: 100, cache_creation: { ephemeral_1h_input_tokens: 300 } },
    [0, 300, false],
  ],
  ['a split without a sum', { cache_creation: { ephemeral_5m_input_tokens: 7 } }, [7, 0, false]],
  ['an empty split', { cache_creation_input_tokens: 9, cache_creation: {} }, [9, 0, true]],
  ['a split that is none', { cache_creation_input_tokens: 9, cache_creation: 'x' }, [9, 0, true]],
  ['what cannot be', { cache_creation_input_tokens: -5, input_tokens: '7' }, [0, 0, false]],
] as const)
  test(`the writing of a cache is told of ${what}`, () => {
    const [found] = noted(answer(usage))
    assert.deepEqual([found?.cacheWrite5m, found?.cacheWrite1h, found?.estimated], expected)
    assert.equal(found?.input, 0)
  })

test('a record without a usage has none, whatever stands in its place', () => {
  const usages = new Map<string, Usage>()
  for (const record of [
    {},
    { message: null },
    { message: 'x' },
    ...[null, [], 5, 'x'].map((usage) => answer(usage)),
  ])
    assert.equal(noteUsage(usages, record, 1), false, JSON.stringify(record))
  assert.equal(usages.size, 0)
})

test('an answer in several rows is the last of them, with the time, the model and the cost that one of them told', () => {
  const key = { requestId: 'r' }
  const rows = [
    answer(
      { output_tokens: 9, input_tokens: 4 },
      { ...key, timestamp: '2026-01-01T00:00:00Z', costUSD: 0.5 },
      { id: 'm', model: 'claude-x' },
    ),
    answer({ output_tokens: 20 }, { ...key, timestamp: '2026-01-01T00:01:00Z' }, { id: 'm' }),
  ]
  const [one, ...others] = noted(...rows)
  assert.deepEqual(others, [])
  assert.deepEqual(
    [one?.output, one?.input, one?.model, one?.costUsd, one?.at, one?.rows],
    [20, 0, 'claude-x', 0.5, Date.UTC(2026, 0, 1), 2],
  )
})

test('the same message of two requests is two answers, and so is a request of two messages', () => {
  const of = (id: string, requestId: string) => answer({ output_tokens: 1 }, { requestId }, { id })
  assert.equal(noted(of('a', '1'), of('a', '2'), of('b', '1'), of('a', '1')).length, 3)
})

test('a cost that is none is not believed', () => {
  const costs = [-1, Number.NaN, Infinity, '0.5', null].map((costUSD) => answer({}, { costUSD }))
  assert.deepEqual(
    noted(...costs).map(({ costUsd }) => costUsd),
    costs.map(() => undefined),
  )
  assert.equal(noted(answer({}, { costUSD: 0 }))[0]?.costUsd, 0)
})

test('only an answer that is an error message itself is free', () => {
  const free = (isApiErrorMessage: unknown) => noted(answer({}, { isApiErrorMessage }))[0]?.free
  assert.deepEqual([true, false, 'true', 1, undefined].map(free), [
    true,
    false,
    false,
    false,
    false,
  ])
})

test('of two looks at an answer whichever saw more counts, in either order, and a look at the same adds nothing', () => {
  const { below } = chooser(5)
  const kinds = ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead'] as const
  const look = (): Usage => ({
    ...{ model: 'm', input: below(9), output: below(9), cacheRead: below(9) },
    ...{ cacheWrite5m: below(9), cacheWrite1h: below(9), estimated: false },
    ...{ costUsd: undefined, free: false, at: undefined, rows: 1 + below(3) },
  })
  for (let round = 0; round < 100; round += 1) {
    const [one, other, third] = [look(), look(), look()]
    const both = laterUsage(one, other)
    assert.deepEqual(both, laterUsage(other, one))
    assert.deepEqual(laterUsage(both, third), laterUsage(one, laterUsage(other, third)))
    for (const kind of kinds) {
      assert.equal(laterUsage(one, one)[kind], one[kind])
      assert.ok(both[kind] >= one[kind] && both[kind] >= other[kind])
      assert.ok([one[kind], other[kind]].includes(both[kind]), 'nothing is added up')
    }
    assert.equal(both.rows, one.rows + other.rows)
  }
})

test('what one look at an answer says of its caches was counted beside what another one did not tell: it counts once, from its first time', () => {
  const creation = { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 70 }
  const look = (usage: object, timestamp?: string) =>
    noted(answer({ cache_creation_input_tokens: 100, ...usage }, { timestamp }))[0] as Usage
  const [bare, split] = [
    look({}, '2026-01-06T00:00:00Z'),
    look({ cache_creation: creation }, '2026-01-05T00:00:00Z'),
  ]
  for (const both of [laterUsage(bare, split), laterUsage(split, bare)]) {
    const { cacheWrite5m, cacheWrite1h, estimated, at } = both
    assert.deepEqual([cacheWrite5m, cacheWrite1h, estimated], [30, 70, false])
    assert.equal(at, Date.parse('2026-01-05T00:00:00Z'))
  }
  assert.deepEqual(laterUsage(bare, bare).estimated, true)
  assert.equal(laterUsage(look({}), split).at, split.at)
  assert.equal(laterUsage(split, look({})).at, split.at)
})
