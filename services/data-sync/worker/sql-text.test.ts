import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { selectRow } from './open-duckdb.ts'
import { quoteList, quoteName, quoteText } from './sql-text.ts'

const odd = [
  '',
  "it's",
  "'; DROP TABLE x; --",
  'a\\nb',
  'line\nbreak',
  'x\0y',
  "\0'\0",
  '$1 ${x} ?',
  'žluťoučký 😀',
]

async function openDatabase(t: TestContext) {
  const db = await (await DuckDBInstance.create(':memory:')).connect()
  t.after(() => db.closeSync())
  return db
}

test('DuckDB reads back any text as it was, whatever stands in it', async (t) => {
  const db = await openDatabase(t)
  for (const text of odd) {
    const row = await selectRow(db, `SELECT ${quoteText(text)} AS text`)
    assert.deepEqual(row, { text })
  }
  const { texts } = await selectRow(db, `SELECT ${quoteList(odd)} AS texts`)
  assert.deepEqual(texts, odd)
})

test('a column may be called what it likes', async (t) => {
  const db = await openDatabase(t)
  for (const name of ['a"b', '"', 'select', "it's", 'a.b', '😀 x']) {
    const row = await selectRow(db, `SELECT 1 AS ${quoteName(name)}`)
    assert.deepEqual(Object.keys(row), [name])
  }
})
