import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleProfile } from '../../../tests/peers/example-catalog.ts'
import { columnValues } from './column-values.ts'
import { histogram } from './histogram.ts'
import { shareBar } from './share-bar.ts'

const numbersOf = (svg: string, name: string) =>
  [...svg.matchAll(new RegExp(`<rect[^>]* ${name}="([^"]*)"`, 'g'))].map(([, text]) => Number(text))

test('a bar is as long as the share, never longer than its track, and visible when there is anything', () => {
  const filled = (part: number, whole: number) => numbersOf(shareBar(part, whole).text, 'width')[1]
  const cases: readonly (readonly [part: number, whole: number, width: number])[] = [
    [0, 100, 0],
    [1, 1_000_000, 1],
    [50, 100, 24],
    [100, 100, 48],
    [101, 100, 48],
    [-1, 100, 0],
    [0, 0, 0],
    [5, 0, 0],
  ]
  for (const [part, whole, width] of cases)
    assert.equal(filled(part, whole), width, `${part}/${whole}`)
})

const counts: Readonly<Record<string, readonly number[]>> = {
  'one bin': [7],
  'even bins': [5, 5, 5, 5],
  'one that towers': [1, 1_000_000_000, 0, 1],
  'no value at all': [0, 0, 0],
  'more than there are pixels': Array.from({ length: 300 }, (_, at) => at),
  'numbers beyond the exact ones': [2 ** 60, 2 ** 61],
}

for (const [what, bins] of Object.entries(counts)) {
  test(`a histogram of ${what} stays within its frame, and whatever has a value is seen`, () => {
    const column = exampleProfile({
      histogram: bins.map((count, at) => ({ from: at, to: at + 1, count })),
    })
    const svg = histogram(column)?.text ?? ''
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => numbersOf(svg, name))
    assert.equal(x?.length, bins.length)
    for (const [at, count] of bins.entries()) {
      const [left = NaN, top = NaN] = [x?.[at], y?.[at]]
      const [wide = NaN, high = NaN] = [width?.[at], height?.[at]]
      assert.ok(left >= 0 && left + wide <= 133 && wide >= 1, `${at}: ${left} ${wide}`)
      assert.ok(top >= 0 && top + high <= 34, `${at}: ${top} ${high}`)
      assert.equal(high > 0, count > 0)
    }
  })
}

test('a column without a histogram has none, and its values are told without one', () => {
  const bare = { histogram: [], quantiles: null, mean: null }
  assert.equal(histogram(exampleProfile(bare)), undefined)
  assert.equal(columnValues(exampleProfile(bare), 100).text.trim(), '')
})

test('estimates are told in as many digits as they are worth, and moments to the minute', () => {
  const spread = (quantiles: readonly (string | number)[], mean: number | null = null) => {
    const column = exampleProfile({ histogram: [], quantiles: [...quantiles], mean })
    return columnValues(column, 100)
      .text.replace(/<[^>]*>/g, '')
      .replace(/\s+/g, ' ')
      .trim()
  }
  assert.equal(
    spread([0.123456789, 1234.5678, 98765.4321], 1.000049),
    'half between 0.1235 and 98,765, median 1235, mean 1',
  )
  const day = '2024-02-29'
  assert.equal(
    spread([`${day}T10:00:59.999Z`, `${day}T11:30:00.000Z`, day]),
    `half between ${day} 10:00 and ${day}, median ${day} 11:30`,
  )
  assert.equal(spread([1, 2]), '', 'two of three are none')
})
