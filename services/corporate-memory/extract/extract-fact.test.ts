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
  'what a command does': '- Use `git push` to push your commits to the server',
  'what a function does': '- A foreign key refers to the key of another table.',
  'what an abbreviation means': '- VAT is the tax on added value',
  'a reminder': '- remember to call the plumber about the tap',
  'a Czech reminder': '- zavolat Milanovi kvůli těm fakturám',
  'a vague task': '- look at the thing from Tuesday again',
  'a greeting': '- Good morning, let us have a productive week',
  'a mood': '- ugh, this query again, third time already',
  'a smile': '- Many thanks for the chart, it looked great :)',
  'a state of today': '- today the lift of our building does not work',
  'a Czech state of tomorrow': '- zítra budu pracovat z domova až do oběda',
  'an absence': '- I am on vacation until the end of the month',
  'a personal matter': '- my dog barks in calls, please be patient',
  'a fragment': '- orders table',
  'an errand': '- Pick up the kids at four, grandma is away',
  'a Czech errand': '- Nezapomenout vrátit knihu do knihovny',
  'a laugh': '- Haha, that is so true about the report',
  'an intention': '- I will look at the numbers after lunch',
  'an opinion of a picture': '- Ten nový graf se mi líbí, hezká barva',
  'the office': '- The coffee machine on the third floor is broken again',
  'the Czech office': '- Ten nový open space je hrozně hlučný',
  'what a keyword does': '- SELECT reads data from a table',
  'what an index is for': '- An index makes queries faster',
  'what a Czech database is': '- Databáze se skládá z tabulek',
  'what everybody calls an invoice': '- Faktura je účetní doklad',
  'what everybody calls a year': '- A year has twelve months',
  'a question': '- Why does the table of orders have no customers?',
})) {
  test(`${what} is left out`, () => assert.ok('leftOut' in factOf(text), text))
}

for (const text of [
  '- Dates are loaded with a delay: the partition of yesterday is whole at six.',
  '- Until the order run of the day has ended do not start other jobs.',
  '- Balances of holidays (`dovolená`) are in hours since 2021.',
  '- Remember to filter orders of testers by `is_test = false`.',
  '- Snowflake returns names of columns in capitals unless they are quoted `"id"`.',
  '- Duplicity v objednávkách jsem našel jen u starého e-shopu, stačí brát poslední.',
  '- I was told by finance that revenue is net of refunds.',
  '- Today’s partition is incomplete until six in the morning.',
  '- The ERP export runs until noon and is down for maintenance on Sundays.',
  '- Last week of December is reported with January.',
  '- The birthday of customers has no year where they did not tell it.',
  '- Pizza and coffee are booked on different cost centres, printer ink on a third.',
  '- Emails are stored in small letters in the warehouse.',
  '- Airflow runs in UTC and starts the models at two.',
  '- VAT is 21 % on coffee and 12 % on the pizza that goes with it.',
  '- CSV is delimited by semicolons in all exports of the ERP.',
  '- Revenue is net of VAT here, in all reports.',
  '- A customer is active when it ordered within 90 days.',
  '- Our fiscal year has 13 periods of four weeks.',
  '- A month has four weeks in the calendar of the stores.',
  '- Profit is revenue minus costs and logistics.',
  '- An invoice is open until the bank statement is loaded.',
  '- SUM counts returns twice in this view.',
  '- A row is an invoice line in the export of billing.',
  '- The head office is charged again for late returns.',
  '- Exactly one row per order is in the log of payments.',
  '- Exactly, the join goes by order and line of the shop.',
  '- Cool, cold and frozen are the three storage classes.',
  '- Conversion lift in mobile is noisy below a thousand visits.',
  '- My parking revenue excludes VAT and the fees of cards.',
  '- Order is sorted by line number in the feed of lines.',
  '- Vrátit zboží dodavateli lze do dvou týdnů.',
  '- Dotazy na tabulku plateb jsou rychlejší s filtrem dne.',
  '- Today, in reports, means the day of the last complete load of `orders_daily`.',
  '- Waiting for the lock of `orders` takes up to five minutes in the morning.',
]) {
  test(`worth sharing: ${text.slice(2)}`, () => assert.ok('content' in factOf(text), text))
}

test('a query under a comment is shared, by its comment; one without is not', () => {
  const query = '```sql\n-- last state of each parcel\nSELECT * FROM parcel_log WHERE last = 1\n```'
  const [block] = splitBlocks(query)
  const fact = block && extractFact(block)
  assert.ok(fact && 'content' in fact)
  assert.equal(fact.title, 'last state of each parcel')
  assert.match(fact.content, /^-- last state of each parcel SELECT \* FROM parcel_log/)
  const [bare] = splitBlocks('```sql\nSELECT * FROM parcel_log WHERE last = 1\n```')
  assert.deepEqual(bare && extractFact(bare), { leftOut: 'too short' })
})
