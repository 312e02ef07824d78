import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { queryCommand } from './query-command.ts'

test('the command names the table as it is', () => {
  assert.equal(queryCommand('orders'), 'analyst query "SELECT * FROM orders LIMIT 10"')
})

test('every word that DuckDB reserves is quoted, so that the command works as it stands', async () => {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  try {
    const words = await connection.runAndReadAll(
      "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function')",
    )
    assert.ok(words.currentRowCount > 50)
    for (const [word] of words.getRows()) {
      assert.equal(queryCommand(String(word)), `analyst query 'SELECT * FROM "${word}" LIMIT 10'`)
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
})
