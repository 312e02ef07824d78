import assert from 'node:assert/strict'
import { test } from 'node:test'
import { splitBlocks } from '../notes/split-blocks.ts'
import { extractFact } from './extract-fact.ts'

function factOf(note: string) {
  const block = splitBlocks(note).at(-1)
  return extractFact(block ?? assert.fail('no block'))
}

test('a statement becomes a title, a text, a category and tags', () => {
  const fact = factOf(
    '## Orders\n- **Revenue** in `orders_daily` is net of refunds. Join it by order_id, see [wiki](http://x).',
  )
  assert.ok('content' in fact)
  assert.equal(fact.title, 'Revenue in `orders_daily` is net of refunds')
  assert.equal(
    fact.content,
    'Revenue in `orders_daily` is net of refunds. Join it by order_id, see wiki.',
  )
  assert.equal(fact.category, 'business_logic')
  assert.ok(fact.tags.length >= 2 && fact.tags.length <= 4)
  assert.ok(fact.tags.includes('orders_daily'))
})

test('a long text is cut between words, with title and text within their lengths', () => {
  const fact = factOf(`The table of events ${'holds every click of the shop and '.repeat(40)}`)
  assert.ok('content' in fact)
  assert.ok(fact.title.length <= 60 && fact.content.length <= 500)
  assert.match(fact.content, /\w…$/)
})

for (const [what, text] of Object.entries({
  'a preference': '- I prefer short answers and dark mode in all tools.',
  'a Czech preference': '- Tykej mi prosím a mluv na mě vždycky česky.',
  'a path of one machine': '- The export lies in /Users/ann/exports/today.csv as always.',
  'a judgement of a person': '- Bob is lazy and never answers on Fridays at all.',
  'what is marked private': '- <private> the margin of the new product is low </private>',
  'a task': '- [ ] look into the numbers of the last week again',
  'basic knowledge': '- Use git for version control',
  'a fragment': '- orders table',
  'a question': '- Why does the table of orders have no customers?',
})) {
  test(`${what} is left out`, () => assert.ok('leftOut' in factOf(text), text))
}
