import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from '#core/errors.ts'
import { costOf, listPrices, pricesOf } from './prices.ts'
import type { Usage } from './usage.ts'

const MILLION = 1_000_000

function usage(model: string, over: Partial<Usage> = {}): Usage {
  const none = { input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 }
  const rest = { estimated: false, costUsd: undefined, free: false, at: undefined, rows: 1 }
  return { model, ...none, ...rest, ...over }
}

/** What a million tokens in, and a million out, cost. */
const rates = (model: string, own: readonly string[] = []) =>
  [{ input: MILLION }, { output: MILLION }].map((over) => costOf(usage(model, over), pricesOf(own)))

for (const [model, input, output] of [
  ['claude-opus-4-20250514', 15, 75],
  ['claude-opus-4-1-20250805', 15, 75],
  ['claude-opus-4-5-20251101', 5, 25],
  ['claude-opus-4-6', 5, 25],
  ['claude-3-opus-20240229', 15, 75],
  ['claude-sonnet-4-20250514', 3, 15],
  ['claude-sonnet-4-5-20250929', 3, 15],
  ['claude-sonnet-4-5@20250929', 3, 15],
  ['claude-3-7-sonnet-20250219', 3, 15],
  ['claude-3-5-sonnet-20241022', 3, 15],
  ['claude-haiku-4-5-20251001', 1, 5],
  ['claude-3-5-haiku-20241022', 0.8, 4],
  ['claude-3-haiku-20240307', 0.25, 1.25],
] as const)
  test(`a million tokens of ${model} cost ${input} dollars in and ${output} out`, () => {
    assert.deepEqual(rates(model), [input, output])
  })

for (const model of ['', '(unknown)', '__proto__', 'gpt-5', 'claude-2.1', 'my-claude-opus-4-5'])
  test(`“${model}” has no price, and none of the list fits by chance`, () => {
    assert.deepEqual(rates(model), [undefined, undefined])
  })

test('each kind of the cache has its own price, and they add up with the rest', () => {
  const tokens = { input: 1, output: 1, cacheWrite5m: 1, cacheWrite1h: 1, cacheRead: 1 }
  const each = Object.keys(tokens).map((kind) =>
    costOf(usage('claude-sonnet-4-5', { [kind]: MILLION }), listPrices),
  )
  assert.deepEqual(each, [3, 15, 3.75, 6, 0.3])
  const whole = costOf(usage('claude-sonnet-4-5', tokens), listPrices) ?? 0
  const sum = each.reduce<number>((all, one) => all + (one ?? 0), 0) / MILLION
  assert.ok(Math.abs(whole - sum) < 1e-12)
})

test('what the program reckoned itself counts before every price; what is free costs nothing, and so does what no model said', () => {
  const reckoned = usage('claude-opus-4-5', { output: MILLION, costUsd: 0 })
  assert.equal(costOf(reckoned, listPrices), 0)
  assert.equal(costOf(usage('no-such-model', { costUsd: 1.5 }), listPrices), 1.5)
  assert.equal(costOf(usage('no-such-model', { output: 9, free: true }), listPrices), 0)
  assert.equal(costOf(usage('<synthetic>', { output: 9 }), listPrices), 0)
})

test('an operator’s price is for the models whose names begin so, before the list, the first that fits', () => {
  const own = ['claude-opus-4-5=1/2', 'claude-opus=7/8', 'eu.acme/model_1:v2=0/0.25']
  assert.deepEqual(rates('claude-opus-4-5-20251101', own), [1, 2])
  assert.deepEqual(rates('claude-opus-4-20250514', own), [7, 8])
  assert.deepEqual(rates('claude-sonnet-4-5', own), [3, 15])
  assert.deepEqual(rates('eu.acme/model_1:v2-large', own), [0, 0.25])
  assert.deepEqual(rates('the-claude-opus', own), [undefined, undefined])
  assert.deepEqual(rates('euXacme/model_1:v2', own), [undefined, undefined], 'a dot is a dot')
})

test('no name of a model is a pattern', () => {
  for (const name of ['.*', 'a|b', '(', '[a-z]+', '^', 'a\\d', 'é(x)'])
    assert.deepEqual(rates(name, [`${name}=4/20`]), [4, 20], name)
  assert.deepEqual(rates('claude-2', ['.*=4/20']), [undefined, undefined])
})

for (const text of [
  '',
  'claude-next-1',
  'claude-next-1=4',
  'claude-next-1=4/',
  '=4/20',
  'claude next=4/20',
  'claude-next-1=-4/20',
  'claude-next-1=4,5/20',
  'claude-next-1=4/20 ',
  'claude-next-1=1e3/20',
  'a=b=4/20',
])
  test(`“${text}” is no price, and the error names it with a right one`, () => {
    assert.throws(
      () => pricesOf(['claude-next-1=4/20', text]),
      (error: unknown) =>
        error instanceof ConfigError &&
        error.message.includes(`SESSIONS_PRICES: ${text} is no price; write claude-next-1=4/20`),
    )
  })
