import assert from 'node:assert/strict'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Slice } from '#core/connector.ts'
import { openConversion, typesOf } from '../../../tests/peers/conversion.ts'

test('a folder that is called like a partition gave every table on its way a column that no file has', async () => {
  await using lab = await openConversion()
  // The names are those of columns, of the files and of the engine itself.
  const folder = join(lab.folder, 'env=prod/id=9/c0=7/text=x/line=5/v0=1/h=2/slice=3')
  await mkdir(folder, { recursive: true })
  const inFolder = async (slice: Slice, name: string): Promise<Slice> => {
    await copyFile(slice.path, join(folder, name))
    return { ...slice, path: join(folder, name) }
  }
  const rows = '{"id":1,"b":"x"}\n{"id":2,"b":"y"}\n'
  const csv = await inFolder(await lab.csv('id,b\n1,x\n2,y\n'), 't.csv')
  const jsonl = await inFolder(await lab.slice(await lab.write('t', rows), 'jsonl'), 't.jsonl')
  const array = `[${rows.trim().replace('\n', ',')}]`
  const json = await inFolder(await lab.slice(await lab.write('t', array), 'json'), 't.json')
  const { file } = await lab.convert([csv])
  const parquet = await inFolder(await lab.slice(file.path, 'parquet'), 't.parquet')
  for (const slice of [csv, jsonl, json, parquet]) {
    const output = join(folder, slice.format)
    await mkdir(output)
    const result = await lab.convert([slice], { output })
    assert.deepEqual(typesOf(result), ['id BIGINT', 'b VARCHAR'], slice.format)
    assert.deepEqual(await lab.rows(result.file.path), [
      ['1', 'x'],
      ['2', 'y'],
    ])
    const { columns } = await lab.profile(result.file.path)
    assert.deepEqual(
      columns.map(({ name, max }) => [name, max]),
      [
        ['id', 2],
        ['b', 'y'],
      ],
    )
    const previous = { path: result.file.path, sha256: result.file.sha256 }
    const again = join(folder, `${slice.format}-again`)
    await mkdir(again)
    const same = await lab.convert([slice], { output: again, previous, pinned: result.schema })
    assert.equal(same.file.sha256, result.file.sha256)
  }
})

test('parts of a Parquet table are put together by the names of their columns, whatever their order', async () => {
  await using lab = await openConversion()
  const { file } = await lab.convert([await lab.csv('x\n1\n')])
  const part = async (select: string, name: string): Promise<Slice> => {
    const path = join(lab.folder, name)
    await lab.rows(file.path, `COPY (${select}) TO '${path}'`)
    return lab.slice(path, 'parquet')
  }
  const result = await lab.convert([
    await part(`SELECT 1 AS id, 'x' AS b`, 'one.parquet'),
    await part(`SELECT 'y' AS b, 2 AS id`, 'two.parquet'),
    await part(`SELECT 3 AS id, 'z' AS b, true AS late`, 'three.parquet'),
  ])
  assert.deepEqual(typesOf(result), ['id INTEGER', 'b VARCHAR', 'late BOOLEAN'])
  assert.deepEqual(await lab.rows(result.file.path), [
    [1, 'x', null],
    [2, 'y', null],
    [3, 'z', true],
  ])
})

/** Of types that Parquet has no form for, or of which DuckDB's is not exact: what comes in, and what goes out. */
const types: readonly (readonly [sql: string, type: string, value: unknown])[] = [
  ['18446744073709551615::UBIGINT', 'UBIGINT', '18446744073709551615'],
  [
    '12345678901234567890123456789012345678::DECIMAL(38,0)',
    'DECIMAL(38,0)',
    '12345678901234567890123456789012345678',
  ],
  ["TIMESTAMP_NS '2024-01-01 10:00:00.123456789'", 'TIMESTAMP_NS', '2024-01-01 10:00:00.123456789'],
  ["TIMETZ '10:00:00+02'", 'VARCHAR', '08:00:00+00'],
  ['INTERVAL 36 HOURS', 'VARCHAR', '36:00:00'],
  ["'6f9619ff-8b86-d011-b42d-00c04fc964ff'::UUID", 'UUID', '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
  ["'\\xAA\\x00'::BLOB", 'BLOB', '\\xAA\\x00'],
  ['[1, NULL, 3]', 'INTEGER[]', [1, null, 3]],
  ["{'a': 1, 'b': [1.5]}", 'STRUCT(a INTEGER, b DECIMAL(2,1)[])', { a: 1, b: ['1.5'] }],
  ['0.5::FLOAT', 'FLOAT', 0.5],
]

test('columns of every type of Parquet arrive as they were, are profiled, and are the same the next time', async () => {
  await using lab = await openConversion()
  const { file } = await lab.convert([await lab.csv('x\n1\n')])
  const path = join(lab.folder, 'types.parquet')
  const cells = types.map(([sql], at) => `${sql} AS c${at}`)
  await lab.rows(file.path, `COPY (SELECT ${cells.join(', ')}) TO '${path}'`)
  const slice = await lab.slice(path, 'parquet')
  const result = await lab.convert([slice])
  assert.deepEqual(
    typesOf(result),
    types.map(([, type], at) => `c${at} ${type}`),
  )
  assert.deepEqual(await lab.rows(result.file.path), [types.map(([, , value]) => value)])
  const { columns } = await lab.profile(result.file.path)
  assert.ok(columns.every(({ nulls, distinct }) => nulls === 0 && distinct === 1))
  const previous = { path: result.file.path, sha256: result.file.sha256 }
  const again = await lab.convert([slice], { pinned: result.schema, previous })
  assert.deepEqual([again.file.sha256, again.rejected], [result.file.sha256, 0])
})
