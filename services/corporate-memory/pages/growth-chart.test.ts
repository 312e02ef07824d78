import assert from 'node:assert/strict'
import { test } from 'node:test'
import { growthChart } from './growth-chart.ts'

const weeks = (...counts: readonly (readonly [items: number, accepted: number])[]) =>
  counts.map(([items, accepted], at) => ({
    week: new Date(Date.UTC(2026, 0, 5 + 7 * at)),
    items,
    accepted,
  }))

const barsOf = (text: string) =>
  [...text.matchAll(/x="([\d.-]+)"\s+y="([\d.-]+)"\s+width="([\d.-]+)"\s+height="([\d.-]+)"/g)].map(
    (found) => found.slice(1).map(Number),
  )

test('each week has two bars within the picture, as high as its counts and none over the next', () => {
  const counts = Array.from({ length: 26 }, (_, at) => [at * 3, at] as const)
  const bars = barsOf(String(growthChart(weeks(...counts))))
  assert.equal(bars.length, 52)
  const highest = Math.max(...bars.map(([, , , height = 0]) => height))
  for (const [at, [x = 0, y = 0, width = 0, height = 0]] of bars.entries()) {
    const [items, accepted] = counts[at % 26] ?? [0, 0]
    assert.ok(x >= 0 && width > 0 && x + width <= 640 && y >= 0 && Math.abs(y + height - 160) < 0.2)
    const expected = ((at < 26 ? items : accepted) / 75) * highest
    assert.ok(Math.abs(height - expected) < 0.1, `${at}: ${height} for ${expected}`)
    const next = at % 26 === 25 ? undefined : bars[at + 1]
    if (next) assert.ok(x + width <= (next[0] ?? 0))
  }
})

test('what the picture shows is told in words, with the highest bar', () => {
  const text = String(growthChart(weeks([1, 0], [1200, 1]))).replace(/\s+/g, ' ')
  assert.match(
    text,
    /aria-label="Half a year ago: 1 item, 0 accepted. Now: 1,200 items, 1 accepted."/,
  )
  assert.match(text, /The highest bar is 1,200 items\./)
  assert.match(text, /<title>Week of 2026-01-05: 1 item, 0 accepted<\/title>/)
  assert.match(text, /<span>2026-01-05<\/span><span>this week<\/span>/)
})

test('without any week, and with weeks of nothing, there is a picture without a broken number', () => {
  for (const none of [weeks(), weeks([0, 0]), weeks([0, 0], [0, 0])]) {
    const text = String(growthChart(none))
    assert.doesNotMatch(text, /NaN|Infinity|undefined/)
    for (const [, , , height] of barsOf(text)) assert.equal(height, 0)
  }
  assert.match(String(growthChart([])), /Half a year ago: nothing\. Now: nothing\./)
})
