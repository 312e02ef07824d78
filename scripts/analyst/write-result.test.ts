import assert from 'node:assert/strict'
import * as duckdb from '@duckdb/node-api'
import { after, before, test } from 'node:test'
import { memoryIo } from '../../tests/peers/memory-io.ts'
import { writeResult, type ResultFormat } from './write-result.ts'

let connection: duckdb.DuckDBConnection
before(async () => {
  connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect()
})
after(() => connection.closeSync())

async function written(sql: string, format: ResultFormat, limit?: number) {
  const io = memoryIo()
  await writeResult(io, duckdb, await connection.stream(sql), format, limit)
  await new Promise(setImmediate)
  return { out: io.out(), err: io.err() }
}

/** What a value is as JSON, and as a cell of CSV. */
const values: Readonly<Record<string, readonly [unknown, string]>> = {
  'null::integer': [null, ''],
  "''": ['', '""'],
  "'nan'::double": ['NaN', 'NaN'],
  "'-inf'::float": ['-Infinity', '-Infinity'],
  '12345678901234567890::hugeint': ['12345678901234567890', '12345678901234567890'],
  '1.50::decimal(5, 2)': [1.5, '1.50'],
  true: [true, 'true'],
  "'\\x00ff'::blob": ['\\x00ff', '\\x00ff'],
  "time '12:00:00'": ['12:00:00', '12:00:00'],
  "date '2026-03-29'": ['2026-03-29', '2026-03-29'],
  "timestamptz '2026-03-29 01:30:00+00'": ['2026-03-29 01:30:00+00', '2026-03-29 01:30:00+00'],
  // As a row says that has no end: a day in five million years would be sorted, and believed.
  "'infinity'::date": ['infinity', 'infinity'],
  "'-infinity'::date": ['-infinity', '-infinity'],
  "'infinity'::timestamp": ['infinity', 'infinity'],
  "'-infinity'::timestamptz": ['-infinity', '-infinity'],
  "'infinity'::timestamp_s": ['infinity', 'infinity'],
  "'-infinity'::timestamp_ms": ['-infinity', '-infinity'],
  "'infinity'::timestamp_ns": ['infinity', 'infinity'],
  "['infinity'::date, date '2026-01-01', null]": [
    ['infinity', '2026-01-01', null],
    '"[""infinity"",""2026-01-01"",null]"',
  ],
  "{'a': 9007199254740993, 'b': 'x,y'}": [
    { a: '9007199254740993', b: 'x,y' },
    '"{""a"":""9007199254740993"",""b"":""x,y""}"',
  ],
}
for (const [sql, [json, csv]] of Object.entries(values)) {
  test(`${sql} is written as what it is`, async () => {
    await connection.run(`set timezone = 'UTC'`)
    const { out } = await written(`select ${sql} as v`, 'json')
    assert.deepEqual(JSON.parse(out), [{ v: json }])
    assert.equal((await written(`select ${sql} as v`, 'csv')).out, `v\r\n${csv}\r\n`)
  })
}

test('a table shows a hundred rows and says that there are more; CSV and JSON have all', async () => {
  const rows = 'select i from range(0, 5000) t(i)'
  const table = await written(rows, 'table')
  assert.equal(table.out.split('\n').length, 100 + 5)
  assert.match(table.err, /only the first 100 rows are shown; see --limit/)
  assert.equal((await written('select i from range(0, 100) t(i)', 'table')).err, '')
  assert.equal((await written(rows, 'csv')).out.split('\r\n').length, 5002)
  assert.equal((JSON.parse((await written(rows, 'json')).out) as unknown[]).length, 5000)
  assert.equal((JSON.parse((await written(rows, 'json', 7)).out) as unknown[]).length, 7)
})

test('no rows are an empty list, a heading alone, and a frame', async () => {
  const none = 'select 1 as a, 2 as b where false'
  assert.equal((await written(none, 'json')).out, '[]\n')
  assert.equal((await written(none, 'csv')).out, 'a,b\r\n')
  assert.match((await written(none, 'table')).out, /│ a │ b │/)
})

test('two columns of one name are two, and a name of any kind is kept', async () => {
  const sql = `select 1 as a, 2 as a, 3 as "x,""y", 4 as "__proto__"`
  assert.equal((await written(sql, 'csv')).out.split('\r\n')[0], 'a,a:1,"x,""y",__proto__')
  const [row] = JSON.parse((await written(sql, 'json')).out) as Record<string, unknown>[]
  assert.deepEqual(Object.values(row ?? {}), [1, 2, 3, 4])
})
