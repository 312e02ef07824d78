import assert from 'node:assert/strict'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { quoteText } from '#core/sync/sql-text.ts'
import { selectRow, selectRows } from './open-duckdb.ts'
import { parquetType, storable } from './parquet-type.ts'
import { readParquet } from './read-parquet.ts'

let db: DuckDBConnection
before(async () => {
  db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
  await db.run("SET timezone = 'UTC'")
})
after(() => db.closeSync())

/** What people write, and what the table has. */
const written: Readonly<Record<string, string>> = {
  int: 'INTEGER',
  BigInt: 'BIGINT',
  text: 'VARCHAR',
  'varchar(20)': 'VARCHAR',
  numeric: 'DECIMAL(18,3)',
  'decimal(9,2)': 'DECIMAL(9,2)',
  'DECIMAL( 38 , 10 )': 'DECIMAL(38,10)',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  'timestamp with time zone': 'TIMESTAMP WITH TIME ZONE',
  datetime: 'TIMESTAMP',
  bool: 'BOOLEAN',
  'double precision': 'DOUBLE',
  hugeint: 'DECIMAL(38,0)',
  uhugeint: 'VARCHAR',
  interval: 'VARCHAR',
  timetz: 'VARCHAR',
  bit: 'VARCHAR',
  'int[]': 'INTEGER[]',
  'hugeint[]': 'DECIMAL(38,0)[]',
  'interval[][]': 'VARCHAR[][]',
  json: 'JSON',
}

for (const [text, type] of Object.entries(written)) {
  test(`a column that is declared ${text} is ${type}`, async () => {
    assert.equal(await parquetType(db, text, 'columns.a'), type)
    assert.equal(storable(type), type, 'and stays it')
  })
}

const refused = [
  ...['', ' ', 'INT)', 'INT; DROP TABLE x', 'INT) AS x, (SELECT 1', "ENUM('a')", 'INT -- x'],
  ...['STRUCT(a INT)', '"INT"', 'INT/**/', 'decimal(1,2,3)', 'decimal(99,1)', 'nonsense', '日本'],
  ...['int[', '[]', 'int()', 'int\0', 'int\n', 'main.x', 'sqlite_master.x'],
]

for (const text of refused) {
  test(`${JSON.stringify(text)} is refused as a type by its place, with examples, and runs no SQL`, async () => {
    await assert.rejects(parquetType(db, text, 'columns.a'), {
      code: 'invalid_configuration',
      message: /^columns\.a: ".*" is not a DuckDB type \(.*\); for example BIGINT/s,
    })
  })
}

test('a file of Parquet has each type that is stored, and the values of those that became another', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'types-'))
  const path = join(folder.path, 'types.parquet')
  const values: Readonly<Record<string, string>> = {
    HUGEINT: '12345678901234567890123456789012345678',
    UHUGEINT: '340282366920938463463374607431768211455',
    UBIGINT: '18446744073709551615',
    'DECIMAL(38,10)': '1234567890123456789012345678.0123456789',
    'TIME WITH TIME ZONE': '10:00:00+02',
    INTERVAL: '36:00:00',
    BIT: '101',
    UUID: '6f9619ff-8b86-d011-b42d-00c04fc964ff',
    TIME: '23:59:59.999999',
    TIMESTAMP_NS: '2024-01-01 10:00:00.123456789',
    'TIMESTAMP WITH TIME ZONE': '2024-01-01 10:00:00+00',
    DATE: '2024-02-29',
    'HUGEINT[]': '[12345678901234567890123456789012345678, NULL]',
    JSON: '{"a":[1]}',
  }
  const cells = Object.entries(values).map(
    ([type, text]) => `CAST(CAST(${quoteText(text)} AS ${type}) AS ${storable(type)}) AS "${type}"`,
  )
  await db.run(`COPY (SELECT ${cells.join(', ')}) TO '${path}' (FORMAT parquet)`)
  const described = await selectRows(db, `DESCRIBE SELECT * FROM ${readParquet(path)}`)
  assert.deepEqual(
    described.map(({ column_name: name, column_type: type }) => [name, type]),
    Object.keys(values).map((type) => [type, storable(type)]),
  )
  const row = await selectRow(
    db,
    `SELECT ${Object.keys(values).map((type) => `CAST("${type}" AS VARCHAR) AS "${type}"`)} FROM ${readParquet(path)}`,
  )
  assert.deepEqual(row, values)
})

test('a type of no value, and a list of names, are text', () => {
  assert.equal(storable('"NULL"'), 'VARCHAR')
  assert.equal(storable("ENUM('a', 'b')"), 'VARCHAR')
  assert.equal(storable('STRUCT(a INTEGER)'), 'STRUCT(a INTEGER)')
})
