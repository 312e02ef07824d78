import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import type { SourceColumn } from '#core/connector.ts'
import type { ColumnSchema } from '#core/sync/table-schema.ts'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import type { ConvertJob } from './job.ts'
import { planColumns } from './plan-columns.ts'

let db: DuckDBConnection
before(async () => {
  db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
})
after(() => db.closeSync())

const job: ConvertJob = {
  kind: 'convert',
  table: 'shop/orders',
  slices: [],
  declared: {},
  primaryKey: [],
  maxRejected: 0,
  output: '/nowhere',
  limits: { memory: '64MB', threads: 1, timeoutMs: 1000 },
}

const pinnedAs = (...columns: ColumnSchema[]) => ({
  v: 1 as const,
  table: 'shop/orders',
  primaryKey: [],
  columns,
})

function plan(names: readonly string[], changes: Partial<ConvertJob> = {}) {
  const input = names.map((sourceName) => ({ sourceName }))
  return planColumns(db, { ...job, ...changes }, input)
}

/** `name←position type origin` of each column. */
async function shapeOf(names: readonly string[], changes: Partial<ConvertJob> = {}) {
  const { columns } = await plan(names, changes)
  return columns.map(({ name, input, type, origin }) => `${name}←${input} ${type ?? '?'} ${origin}`)
}

const column = (name: string, changes: Partial<ColumnSchema> = {}): ColumnSchema => ({
  name,
  sourceName: name,
  type: 'BIGINT',
  origin: 'inferred',
  ...changes,
})

test('the first time, columns come as the source has them, and their values decide the types', async () => {
  assert.deepEqual(await shapeOf(['b', 'a', 'B', '']), [
    'b←0 ? inferred',
    'a←1 ? inferred',
    'B_1←2 ? inferred',
    'column_4←3 ? inferred',
  ])
  assert.deepEqual((await plan(['a'])).warnings, [])
})

test('a type is the operator’s, else that of the last version, else the source’s, else the file’s', async () => {
  const source: readonly SourceColumn[] = [{ name: 'a', type: 'int' }]
  const pinned = pinnedAs(column('a', { type: 'DOUBLE', origin: 'source' }))
  const declared = { a: { type: 'decimal(9, 2)' } }
  const typed = async (changes: Partial<ConvertJob>, type?: string) => {
    const input = [{ sourceName: 'a', ...(type !== undefined && { type }) }]
    const [found] = (await planColumns(db, { ...job, ...changes }, input)).columns
    return [found?.type, found?.origin]
  }
  assert.deepEqual(await typed({ declared, pinned, source }, 'FLOAT'), ['DECIMAL(9,2)', 'declared'])
  assert.deepEqual(await typed({ pinned, source }, 'FLOAT'), ['DOUBLE', 'source'])
  assert.deepEqual(await typed({ source }, 'FLOAT'), ['INTEGER', 'source'])
  assert.deepEqual(await typed({}, 'FLOAT'), ['FLOAT', 'source'])
  assert.deepEqual(
    await typed({}, 'HUGEINT'),
    ['DECIMAL(38,0)', 'source'],
    'as Parquet can hold it',
  )
  assert.deepEqual(await typed({}), [undefined, 'inferred'])
})

test('a column may be declared by the name that the source has for it, or by the table’s', async () => {
  for (const name of [' Order ID ', 'Order ID']) {
    const declared = { [name]: { type: 'BIGINT', description: 'The number' } }
    const { columns } = await plan([' Order ID '], { declared, primaryKey: [name] })
    assert.deepEqual(columns, [
      {
        name: 'Order ID',
        sourceName: ' Order ID ',
        input: 0,
        type: 'BIGINT',
        origin: 'declared',
        description: 'The number',
      },
    ])
  }
})

test('the operator’s words for a column stand before the source’s, and its own type is kept beside', async () => {
  const source = [
    { name: 'a', sourceType: 'NUMBER(10)', description: 'Of the source' },
    { name: 'b', description: 'Of the source' },
  ]
  const { columns } = await plan(['a', 'b'], { source, declared: { a: { description: 'Ours' } } })
  assert.deepEqual(
    columns.map(({ description, sourceType }) => [description, sourceType]),
    [
      ['Ours', 'NUMBER(10)'],
      ['Of the source', undefined],
    ],
  )
})

test('the order of the last version stays whatever the file’s is, and what is new follows with a warning', async () => {
  const pinned = pinnedAs(column('id'), column('amount', { type: 'DOUBLE' }))
  assert.deepEqual(await shapeOf(['new', 'amount', 'id'], { pinned }), [
    'id←2 BIGINT inferred',
    'amount←1 DOUBLE inferred',
    'new←0 ? inferred',
  ])
  const { warnings } = await plan(['x', 'amount', 'y', 'id'], { pinned })
  assert.deepEqual(warnings, ['x is a new column', 'y is a new column'])
  assert.deepEqual((await plan(['id', 'amount'], { pinned })).warnings, [])
})

test('columns that differ in case, or not at all, keep their names when they change places', async () => {
  const pinned = pinnedAs(column('id'), column('ID_1', { sourceName: 'ID' }))
  assert.deepEqual(await shapeOf(['ID', 'id'], { pinned }), [
    'id←1 BIGINT inferred',
    'ID_1←0 BIGINT inferred',
  ])
  const twins = pinnedAs(column('x'), column('x_1', { sourceName: 'x' }))
  assert.deepEqual(await shapeOf(['x', 'x'], { pinned: twins }), [
    'x←0 BIGINT inferred',
    'x_1←1 BIGINT inferred',
  ])
  await assert.rejects(plan(['x'], { pinned: twins }), { code: 'schema_changed' })
})

test('a new column gets no name that the last version has given away', async () => {
  const pinned = pinnedAs(column('id_1', { sourceName: 'ID ' }), column('id'))
  assert.deepEqual(await shapeOf(['ID ', 'id', 'Id'], { pinned }), [
    'id_1←0 BIGINT inferred',
    'id←1 BIGINT inferred',
    'Id_2←2 ? inferred',
  ])
})

test('every column that is missing is named, as the source called it', async () => {
  const pinned = pinnedAs(column('a'), column('b_1', { sourceName: 'B' }), column('c'))
  await assert.rejects(plan(['c', 'b'], { pinned }), {
    code: 'schema_changed',
    status: 502,
    message: 'shop/orders came without its columns: a, B',
    remedy: /publish the table under a new name/,
  })
})

test('each declared column and key that is not there is reported, all at once', async () => {
  const changes = { declared: { ida: { type: 'BIGINT' }, a: {} }, primaryKey: ['a', 'key'] }
  await assert.rejects(plan(['a', 'b'], changes), {
    code: 'invalid_configuration',
    problems: [
      'shop/orders has no column ida; its columns are a, b',
      'shop/orders has no column key; its columns are a, b',
    ],
  })
})

test('names that every object has are names like others', async () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty']
  assert.deepEqual(
    await shapeOf(names),
    names.map((name, at) => `${name}←${at} ? inferred`),
  )
  const columns = (await plan(names)).columns
  assert.ok(columns.every((planned) => planned.description === undefined))
})

test('through any history of a table its columns keep names, types and places, and none is read twice', async () => {
  const words = ['id', 'ID', 'Id', 'id_1', 'name', '', ' ', 'a/b', 'name ', 'column_3', '__proto__']
  for (let seed = 1; seed <= 60; seed += 1) {
    const { below, pick } = chooser(seed * 7919)
    let names: readonly string[] = Array.from({ length: 1 + below(5) }, () => pick(words))
    let pinned: ConvertJob['pinned']
    for (let version = 1; version <= 4; version += 1) {
      const { columns } = await plan(names, { ...(pinned && { pinned }) })
      const what = JSON.stringify([seed, names, columns])
      assert.deepEqual(
        columns.map(({ input }) => input).toSorted(),
        names.map((_, at) => at),
        what,
      )
      for (const { input, sourceName } of columns) assert.equal(sourceName, names[input], what)
      const given = columns.map(({ name }) => name.toLowerCase())
      assert.equal(new Set(given).size, given.length, what)
      assert.ok(given.every((name) => name !== ''))
      for (const [at, { name, type, sourceName }] of (pinned?.columns ?? []).entries()) {
        const now = columns[at]
        assert.deepEqual([now?.name, now?.type, now?.sourceName], [name, type, sourceName], what)
      }
      pinned = pinnedAs(
        ...columns.map(({ input: _, type = 'VARCHAR', ...rest }) => ({ ...rest, type })),
      )
      // The next export has more columns, in another order.
      names = [...names, ...Array.from({ length: below(3) }, () => pick(words))]
        .map((name) => ({ name, place: below(1000) }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ name }) => name)
    }
  }
})
