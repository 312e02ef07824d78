import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { openConversion, typesOf } from '../../../tests/peers/conversion.ts'

const vega = (name: string): string =>
  fileURLToPath(new URL(`../../../node_modules/vega-datasets/data/${name}`, import.meta.url))

test('keys of all lines become columns, large integers stay exact, broken lines are kept beside', async () => {
  await using lab = await openConversion()
  const text = '{"id":9007199254740993}\n{broken\n\n[1]\n{"id":2,"late":"x","a/b~c":true}\n'
  const result = await lab.convert([await lab.slice(await lab.write('t.jsonl', text), 'jsonl')], {
    maxRejected: 1,
  })
  assert.deepEqual(typesOf(result), ['id BIGINT', 'a/b~c BOOLEAN', 'late VARCHAR'])
  assert.deepEqual(await lab.rows(result.file.path), [
    ['9007199254740993', null, null],
    ['2', true, 'x'],
  ])
  assert.deepEqual(
    result.rejects.map(({ kind, line, example }) => [kind, line, example]),
    [
      ['INVALID JSON', 2, '{broken'],
      ['NOT AN OBJECT', 4, '[1]'],
    ],
  )
})

test('a broken JSON array fails with its position', async () => {
  await using lab = await openConversion()
  const path = await lab.write('t.json', '[{"a":1},\n{"a":]')
  await assert.rejects(lab.convert([await lab.slice(path, 'json')]), {
    code: 'broken_json',
    message: /at byte \d+/,
  })
})

test('an empty JSON file has no columns and fails', async () => {
  await using lab = await openConversion()
  for (const [name, text] of [
    ['t.json', '[]'],
    ['t.jsonl', ''],
  ] as const) {
    const slice = await lab.slice(await lab.write(name, text), name === 't.json' ? 'json' : 'jsonl')
    await assert.rejects(lab.convert([slice]), { code: 'empty_source' })
  }
})

test('a later JSON value of another type is NULL and kept beside: the column keeps its type', async () => {
  await using lab = await openConversion()
  const first = await lab.convert([await lab.slice(await lab.write('t.json', '[{"n":1}]'), 'json')])
  const path = await lab.write('t.json', '[{"n":2},{"n":"x"},{"n":""}]')
  const second = await lab.convert([await lab.slice(path, 'json')], {
    pinned: first.schema,
    maxRejected: 0.5,
  })
  assert.deepEqual(typesOf(second), ['n BIGINT'])
  assert.deepEqual(await lab.rows(second.file.path), [['2'], [null], [null]])
  assert.deepEqual(second.rejects, [{ column: 'n', kind: 'CAST', count: 1, line: 2, example: 'x' }])
})

test('films with a number as a title and dates as people write them', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([await lab.slice(vega('movies.json'), 'json')])
  assert.equal(result.file.rows, 3201)
  const types = new Map(result.schema.columns.map(({ name, type }) => [name, type]))
  assert.equal(types.get('Title'), 'VARCHAR')
  assert.equal(types.get('Release Date'), 'VARCHAR')
  assert.equal(types.get('US Gross'), 'BIGINT')
})

test('three million flights in Parquet keep their types and are written anew', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([await lab.slice(vega('flights-3m.parquet'), 'parquet')])
  assert.equal(result.file.rows, 3_000_000)
  assert.deepEqual(typesOf(result), [
    'date TIMESTAMP',
    'delay BIGINT',
    'distance BIGINT',
    'origin VARCHAR',
    'destination VARCHAR',
  ])
})

test('an integer of 128 bits does not become a double in Parquet', async () => {
  await using lab = await openConversion()
  const slice = await lab.csv('h\n12345678901234567890123456789012345678\n')
  const result = await lab.convert([slice], { declared: { h: { type: 'HUGEINT' } } })
  assert.deepEqual(typesOf(result), ['h DECIMAL(38,0)'])
  assert.deepEqual(await lab.rows(result.file.path), [['12345678901234567890123456789012345678']])
})

test('a file that is no Parquet fails with a reason', async () => {
  await using lab = await openConversion()
  const path = await lab.write('t.parquet', 'id,b\n1,2\n')
  await assert.rejects(lab.convert([await lab.slice(path, 'parquet')]), { code: 'broken_parquet' })
})

test('a missing column fails, a new one follows behind, and the order of the last version stays', async () => {
  await using lab = await openConversion()
  const first = await lab.convert([await lab.csv('id,b\n1,x\n')])
  const second = await lab.convert([await lab.csv('new,b,id\n1.5,y,2\n')], { pinned: first.schema })
  assert.deepEqual(typesOf(second), ['id BIGINT', 'b VARCHAR', 'new DECIMAL(18,1)'])
  assert.deepEqual(second.warnings, ['new is a new column'])
  await assert.rejects(lab.convert([await lab.csv('id\n1\n')], { pinned: first.schema }), {
    code: 'schema_changed',
    message: /without its columns: b/,
  })
})

test('a declared column or key that the source does not have is the operator’s mistake, and named', async () => {
  await using lab = await openConversion()
  const slice = await lab.csv('id\n1\n')
  await assert.rejects(lab.convert([slice], { declared: { idd: { type: 'BIGINT' } } }), {
    message: /no column idd/,
  })
  await assert.rejects(lab.convert([slice], { primaryKey: ['key'] }), { message: /no column key/ })
  await assert.rejects(lab.convert([slice], { declared: { id: { type: 'INT); DROP TABLE x' } } }), {
    message: /not a DuckDB type/,
  })
})

test('packed JSON is read in either form, and from behind a byte order mark', async () => {
  await using lab = await openConversion()
  for (const text of ['[{"a":1},{"a":2}]', '{"a":1}\n{"a":2}', '\ufeff \n[{"a":1},{"a":2}]']) {
    const packed = await lab.slice(await lab.write('t.json.gz', gzipSync(text)), 'json')
    const plain = await lab.slice(await lab.write('t.json', text), 'json')
    for (const slice of [{ ...packed, compression: 'gzip' as const }, plain]) {
      const { file } = await lab.convert([slice])
      assert.deepEqual(await lab.rows(file.path), [['1'], ['2']], text)
    }
  }
})

test('a NUL in a key or a value of JSON does no harm: PostgreSQL could not keep it, and SQL ends there', async () => {
  await using lab = await openConversion()
  const path = await lab.write('t.json', JSON.stringify([{ 'a\0b': 'x\0y', n: 1 }, { n: '\0' }]))
  const { file, schema, rejects } = await lab.convert([await lab.slice(path, 'json')], {
    declared: { n: { type: 'BIGINT' } },
    maxRejected: 1,
  })
  assert.deepEqual(await lab.rows(file.path), [
    ['x\0y', '1'],
    [null, null],
  ])
  assert.deepEqual(
    schema.columns.map(({ name, sourceName }) => [name, sourceName]),
    [
      ['a\ufffdb', 'a\ufffdb'],
      ['n', 'n'],
    ],
  )
  assert.deepEqual(
    rejects.map(({ example }) => example),
    ['\ufffd'],
  )
  const [a] = (await lab.profile(file.path)).columns
  assert.deepEqual(a?.top, [{ value: 'x\0y', count: 1 }])
})

test('columns of Parquet that are called as the engine calls its own lose no value in silence', async () => {
  await using lab = await openConversion()
  const path = `${lab.folder}/own-names.parquet`
  const names = ['line', 'slice', 'found', 'bad', 'x', 'text']
  const row = (value: string) =>
    `SELECT ${names.map((name) => `'${value}' AS "${name}"`).join(', ')}`
  const { file } = await lab.convert([await lab.csv('a\n1\n')])
  await lab.rows(file.path, `COPY (${row('7')} UNION ALL ${row('no')}) TO '${path}'`)
  const declared = Object.fromEntries(names.map((name) => [name, { type: 'BIGINT' }]))
  const slice = await lab.slice(path, 'parquet')
  const result = await lab.convert([slice], { declared, maxRejected: 1 })
  assert.deepEqual(await lab.rows(result.file.path), [names.map(() => '7'), names.map(() => null)])
  assert.deepEqual(
    result.rejects.map(({ column, line, example }) => [column, line, example]),
    names.toSorted().map((name) => [name, 2, 'no']),
  )
})

test('a key that is named as the source names it is the table’s own name in the schema', async () => {
  await using lab = await openConversion()
  const slice = await lab.csv('" id ",b\n1,2\n')
  const { schema } = await lab.convert([slice], { primaryKey: [' id ', 'b'] })
  assert.deepEqual(schema.primaryKey, ['id', 'b'])
})

test('lines of JSON in an archive that ends early, or is damaged, are no table: half of them went unnoticed', async () => {
  await using lab = await openConversion()
  const lines = Array.from({ length: 20_000 }, (_, at) => `{"a":${(at * 7919) % 1013}}\n`)
  const packed = gzipSync(lines.join(''))
  const damaged = packed.with(-6, (packed.at(-6) ?? 0) ^ 1)
  for (const bytes of [packed.subarray(0, packed.length / 2), damaged]) {
    const path = await lab.write('t.jsonl.gz', Buffer.from(bytes))
    const slice = { ...(await lab.slice(path, 'jsonl')), compression: 'gzip' as const }
    await assert.rejects(lab.convert([slice]), { code: 'broken_archive' })
  }
})
