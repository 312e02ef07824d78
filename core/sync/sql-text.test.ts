import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
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

/** The only row of a query. */
async function rowOf(t: TestContext, sql: string) {
  const db = await (await DuckDBInstance.create(':memory:')).connect()
  t.after(() => db.closeSync())
  return (await db.runAndReadAll(sql)).getRowObjectsJS()[0]
}

test('DuckDB reads back any text as it was, whatever stands in it', async (t) => {
  for (const text of odd)
    assert.deepEqual(await rowOf(t, `SELECT ${quoteText(text)} AS text`), { text })
  assert.deepEqual(await rowOf(t, `SELECT ${quoteList(odd)} AS texts`), { texts: odd })
})

test('a column may be called what it likes', async (t) => {
  for (const name of ['a"b', '"', 'select', "it's", 'a.b', '😀 x']) {
    assert.deepEqual(await rowOf(t, `SELECT 1 AS ${quoteName(name)}`), { [name]: 1 })
  }
})
