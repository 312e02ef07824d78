import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readHeader } from '../workspace/script-header.ts'
import { judgeQuery, readQueryResult } from './sql-alert.ts'

const judge = (header: string, ...rows: Record<string, unknown>[]) =>
  judgeQuery(readHeader(header, 'a.sql'), 'daily_sales.sql', {
    columns: ['region', 'total'],
    rows,
    total: rows.length,
  })
const north = { region: 'North', total: 12.5 }

for (const [when, holds] of [
  ['total < 12.5', false],
  ['total <= 12.5', true],
  ['total > 12.5', false],
  ['total >= 12.5', true],
  ['total = 12.5', true],
  ['total != 12.5', false],
  ['total>-1', true],
  ['rows = 1', true],
  ['rows > 1', false],
] as const) {
  test(`${when} ${holds ? 'holds' : 'does not hold'} for one row with a total of 12.5`, () => {
    assert.equal(judge(`-- when: ${when}`, north).notify, holds)
  })
}

test('without a condition any row at all is worth telling, and none is not', () => {
  assert.equal(judge('', north).notify, true)
  assert.equal(judge('').notify, false)
})

test('a figure that came as text is compared as the number that it is; where there is none nobody is told', () => {
  assert.equal(judge('-- when: total > 9', { ...north, total: '10' }).notify, true)
  for (const total of [null, undefined, 'NaN']) {
    assert.equal(judge('-- when: total != 5', { ...north, total }).notify, false, String(total))
  }
  assert.equal(judge('-- when: total < 1').notify, false, 'no row has no total')
})

test('a condition that nobody can understand, or on a column that is not there, is an error and no silence', () => {
  for (const when of [
    'total',
    'total >> 1',
    'total > many',
    '1 < total',
    'total > 1 or rows > 1',
  ]) {
    assert.throws(() => judge(`-- when: ${when}`, north), /is not COLUMN/, when)
  }
  for (const column of ['totl', 'constructor']) {
    assert.throws(() => judge(`-- when: ${column} > 1`, north), /the query has no column/)
  }
})

test('a column of words or of yes and no can never be compared: its alert says so and is not silent for ever', () => {
  for (const total of ['', ' ', 'many', '2026-01-05', [10], true, { a: 1 }]) {
    assert.throws(() => judge('-- when: total != 5', { ...north, total }), /total is no number/)
  }
})

test('a query that found more rows than are printed is judged, and told, by how many it found', () => {
  const rows = Array.from({ length: 1000 }, () => north)
  const found = { columns: ['region', 'total'], rows, total: 5200 }
  const judged = (header: string) => judgeQuery(readHeader(header, 'a.sql'), 'a.sql', found)
  const { notify, message } = judged('-- when: rows > 5000\n-- message: {rows} rows')
  assert.deepEqual([notify, message], [true, '5200 rows'])
  assert.match(judged('').message ?? '', /… and 5190 more$/)
})

test('words are filled in from the first row; what names no column stays as it was written', () => {
  const header = '-- title: {region}: {total}\n-- message: {rows} rows, {what}, {constructor}'
  const { title, message } = judge(header, north, { region: 'South', total: 1 })
  assert.deepEqual([title, message], ['North: 12.5', '2 rows, {what}, {constructor}'])
  assert.equal(judge('-- message: in {region}', { total: 1 }).message, 'in –')
})

test('an alert without words of its own is called like its file, and shows the first rows and how many follow', () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({ region: { id: i }, total: null }))
  const { title, message } = judge('', ...rows)
  const lines = message?.split('\n') ?? []
  assert.deepEqual(
    [title, lines.length, lines[0], lines.at(-1)],
    ['daily sales', 11, 'region: {"id":0}, total: –', '… and 2 more'],
  )
  assert.doesNotMatch(judge('', north).message ?? '', /more/)
})

test('what a query printed is read by its shape, and refused when it is another', () => {
  assert.equal(readQueryResult('{"columns":["a"],"rows":[{"a":1}],"total":1}').rows.length, 1)
  for (const text of [
    '',
    'null',
    '[]',
    '{"columns":["a"]}',
    '{"columns":[1],"rows":[],"total":0}',
  ]) {
    assert.throws(() => readQueryResult(text), Error, text)
  }
})

test('what a customer had written into a table became a link in the alert: it is text, and a link of the owner’s stays', () => {
  const found = { columns: ['name'], rows: [{ name: '[Pay now](https://evil.example)' }], total: 1 }
  const owned = readHeader('-- message: {name}, see [all](https://data.example.com)', 'a.sql')
  assert.equal(
    judgeQuery(owned, 'a.sql', found).message,
    '[Pay now] (https://evil.example), see [all](https://data.example.com)',
  )
  const summed = judgeQuery(readHeader('', 'a.sql'), 'a.sql', found)
  assert.equal(summed.message, 'name: [Pay now] (https://evil.example)')
})
