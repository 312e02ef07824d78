import assert from 'node:assert/strict'
import { mkdir, mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ReceivedTable } from './received-table.ts'
import { isTypeName, viewSql } from './view-sql.ts'

const hash = 'a'.repeat(64)
function table(columns: Readonly<Record<string, string>>, description?: string): ReceivedTable {
  return {
    view: 'orders',
    root: {
      id: 'sales/orders',
      name: 'orders',
      dataset: 'sales',
      rows: 1,
      bytes: 1,
      rejected: 0,
      updated: '2026-01-01T00:00:00Z',
      schema: { sha256: hash, size: 1 },
      profile: null,
      manifest: { sha256: hash, size: 1 },
      ...(description === undefined ? {} : { description }),
    },
    manifest: { v: 1, table: 'sales/orders', schema: hash, partitions: [] },
    schema: {
      v: 1,
      table: 'sales/orders',
      primaryKey: [],
      columns: Object.entries(columns).map(([name, type]) => ({
        name,
        sourceName: name,
        type,
        origin: 'declared',
      })),
    },
  }
}

test('the original left names unquoted; here no name, path or text can end its quotes', () => {
  const sql = viewSql(table({ 'a"b': 'BIGINT' }, "it's; DROP"), ["/home/o'neil/x.parquet"])
  assert.deepEqual(sql, [
    `CREATE VIEW "orders" AS SELECT "a""b"::BIGINT AS "a""b" FROM read_parquet(['/home/o''neil/x.parquet'], hive_partitioning = false)`,
    `COMMENT ON VIEW "orders" IS 'it''s; DROP'`,
  ])
})

test('files of several ages are matched by column name', () => {
  const [create] = viewSql(table({ n: 'DOUBLE' }), ['/a', '/b'])
  assert.equal(
    create,
    `CREATE VIEW "orders" AS SELECT "n"::DOUBLE AS "n" FROM read_parquet(['/a', '/b'], union_by_name = true, hive_partitioning = false)`,
  )
})

test('rows had the year of the folder that they lay in, where it was called like a column', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'view-'))
  const file = join(folder.path, 'year=2031/n=7', 'x.parquet')
  await mkdir(dirname(file), { recursive: true })
  const db = await (await DuckDBInstance.create(':memory:')).connect()
  await db.run(`COPY (SELECT 2024 AS year, 1 AS n) TO '${file}'`)
  for (const sql of viewSql(table({ year: 'INTEGER', n: 'INTEGER' }), [file])) await db.run(sql)
  assert.deepEqual((await db.runAndReadAll('FROM orders')).getRowsJson(), [[2024, 1]])
  db.closeSync()
})

test('a table without files is an empty view with the right columns', () => {
  const [create] = viewSql(table({ n: 'DATE', m: 'nonsense(' }), [])
  assert.equal(
    create,
    `CREATE VIEW "orders" AS SELECT NULL::DATE AS "n", NULL::VARCHAR AS "m" WHERE false`,
  )
})

test('a type is used as SQL only when it can be nothing else', () => {
  for (const type of [
    'BIGINT',
    'DECIMAL(18,2)',
    'DECIMAL(38, 9)',
    'TIMESTAMP WITH TIME ZONE',
    'VARCHAR[]',
    'DOUBLE[3]',
  ]) {
    assert.ok(isTypeName(type), type)
  }
  for (const type of ['', 'BIGINT; DROP', 'INT, (SELECT 1)', 'STRUCT(a INT)', 'X"', 'int']) {
    assert.ok(!isTypeName(type), type)
  }
})
