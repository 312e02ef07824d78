import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { quoteText } from '#core/sync/sql-text.ts'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { isSameNumber } from '../../../tests/peers/written-numbers.ts'
import { exactCast } from './exact-cast.ts'
import { inferTypes } from './infer-types.ts'
import { selectRow, selectRows } from './open-duckdb.ts'

let db: DuckDBConnection
before(async () => {
  db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
  await db.run("SET timezone = 'UTC'")
})
after(() => db.closeSync())

/** A column as some program writes it: values of one kind, now and then of another, or absent. */
function columnAsWritten(seed: number): readonly (string | null)[] {
  const { below, pick } = chooser(seed * 7919)
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join('')
  const two = (limit: number) => String(1 + below(limit)).padStart(2, '0')
  const date = () => `${1900 + below(200)}-${two(12)}-${two(pick([28, 28, 31]))}`
  const time = () => `${String(below(24)).padStart(2, '0')}:${String(below(60)).padStart(2, '0')}`
  const kinds: readonly (() => string)[] = [
    () => String(below(1000) - 500),
    () => `${pick(['', '-'])}${1 + below(9)}${digits(below(20))}`,
    () => `${below(1000)}.${digits(2)}`,
    () => `${pick(['', '-'])}${below(10)}.${digits(1 + below(18))}`,
    () => `${1 + below(9)}${digits(20 + below(15))}.${digits(1 + below(4))}`,
    () => `${below(10)}.${digits(3)}e${pick(['', '-', '+'])}${below(20)}`,
    () => `${below(10)}.${digits(8 + below(10))}${pick(['e', 'E'])}${below(9)}`,
    () => String((below(1_000_000) - 500_000) / 7),
    () => `${pick(['0', '00', ''])}${below(10)}.${digits(2)}`,
    () => digits(5),
    date,
    () => `${date()} ${time()}`,
    () => `${date()}T${time()}:${time().slice(3)}.${digits(1 + below(pick([6, 9])))}`,
    () => `${date()}T${time()}:00${pick(['Z', '+02:00', '-0130', '+05'])}`,
    () => pick(['true', 'false', 'True']),
    () => pick(['0', '1']),
    () => pick(['NULL', 'n/a', '-', 'NaN', 'inf', 'epoch', 'infinity', '1,5', '+1', '1_000', ' 1']),
  ]
  const usual = pick(kinds)
  const rate = pick([0, 0, 0, 3, 40])
  return Array.from({ length: 40 }, () => {
    if (below(8) === 0) return pick([null, null, ''])
    return rate > 0 && below(rate) === 0 ? pick(kinds)() : usual()
  })
}

/** The columns side by side, as SQL. */
function relationOf(columns: readonly (readonly (string | null)[])[]): string {
  const rows = (columns[0] ?? []).map((_, row) => {
    const cells = columns.map((column) => column[row] ?? null)
    return `(${cells.map((cell) => (cell === null ? 'NULL' : quoteText(cell))).join(', ')})`
  })
  return `(VALUES ${rows.join(', ')}) t(${columns.map((_, at) => `c${at}`).join(', ')})`
}

/** A moment without zone, as DuckDB prints it. */
function printed(moment: string): string {
  const [, minute = '', seconds = ':00', fraction = ''] =
    /^(.{16})(:\d\d)?([.]\d+)?$/.exec(moment.replace('T', ' ')) ?? []
  return `${minute}${seconds}${fraction.replace(/[.]?0+$/, '')}`
}

/** Whether a printed value is what was written, to the last digit. */
const isSame: Readonly<Record<string, (printed: string, written: string) => boolean>> = {
  BIGINT: (value, text) => value === text,
  DATE: (value, text) => value === text,
  BOOLEAN: (value, text) => value === text.toLowerCase(),
  DECIMAL: (value, text) => isSameNumber(value, text) && !/^-?0[0-9]/.test(text),
  DOUBLE: isSameNumber,
  TIMESTAMP: (value, text) => value === printed(text),
}

test('whatever type the values of a column decide, each of them is that value of it, to the last digit', async () => {
  const seen = new Map<string, number>()
  for (let batch = 0; batch < 3; batch += 1) {
    const columns = Array.from({ length: 60 }, (_, at) => columnAsWritten(1 + batch * 60 + at))
    const from = relationOf(columns)
    const types = await inferTypes(
      db,
      from,
      columns.map((_, at) => ({ text: `c${at}` })),
    )
    const casts = types.map((type, at) => exactCast(`c${at}`, type))
    const { misfits } = await selectRow(
      db,
      `SELECT [${casts.map(({ misfit }) => `count(*) FILTER (${misfit})`).join(', ')}] AS misfits FROM ${from}`,
    )
    const rows = await selectRows(
      db,
      `SELECT ${casts.map(({ value }, at) => `CAST(${value} AS VARCHAR) AS c${at}`).join(', ')} FROM ${from}`,
    )
    for (const [at, type] of types.entries()) {
      const what = `${type} of ${JSON.stringify(columns[at])}`
      assert.equal(Number((misfits as bigint[])[at]), 0, what)
      const kind = type.replace(/\(.*/, '')
      seen.set(kind, (seen.get(kind) ?? 0) + 1)
      const same = isSame[kind]
      for (const [row, text] of (columns[at] ?? []).entries()) {
        const value = rows[row]?.[`c${at}`]
        if (type === 'VARCHAR') assert.equal(value, text, what)
        else if (text === null || text === '') assert.equal(value, null, what)
        else if (same) assert.ok(same(String(value), text), `${String(value)} in a ${what}`)
        else assert.ok(value, what)
      }
    }
  }
  const kinds = ['BIGINT', 'BOOLEAN', 'DECIMAL', 'DOUBLE', 'DATE', 'TIMESTAMP', 'VARCHAR']
  for (const kind of [...kinds, 'TIMESTAMP WITH TIME ZONE'])
    assert.ok(seen.has(kind), `${kind} was seen: ${JSON.stringify([...seen])}`)
})

test('a column of moments was text as soon as one of them was absent', async () => {
  const columns = [
    ['2024-01-31 10:00:00', null, '2024-02-01 10:00', ''],
    ['2024-01-31T10:00:00Z', '', null, '2024-01-31 10:00:00+02:00'],
    [null, '2024-01-31', '', '2024-02-29'],
    ['', 'true', null, 'false'],
    [null, '', '1.5', null],
  ]
  const types = await inferTypes(
    db,
    relationOf(columns),
    columns.map((_, at) => ({ text: `c${at}` })),
  )
  assert.deepEqual(types, [
    'TIMESTAMP',
    'TIMESTAMP WITH TIME ZONE',
    'DATE',
    'BOOLEAN',
    'DECIMAL(18,1)',
  ])
})

test('the order of the rows, and where the odd one stands, change nothing', async () => {
  const values = ['1', '2.5', '300', '4.25', null, '']
  const orders = [values, values.toReversed(), [...values.slice(3), ...values.slice(0, 3)]]
  for (const order of orders)
    assert.deepEqual(await inferTypes(db, relationOf([order]), [{ text: 'c0' }]), ['DECIMAL(18,2)'])
  const odd = Array.from({ length: 10_500 }, (_, at) => String(at))
  for (const place of [0, 9_999, 10_000, 10_499]) {
    const from = relationOf([odd.with(place, 'x')])
    assert.deepEqual(await inferTypes(db, from, [{ text: 'c0' }]), ['VARCHAR'], `at ${place}`)
  }
})

test('columns beyond those that are looked at together keep their own types', async () => {
  const values = ['1', '1.5', '2024-01-01', 'true', 'x']
  const types = ['BIGINT', 'DECIMAL(18,1)', 'DATE', 'BOOLEAN', 'VARCHAR']
  const count = 123
  const columns = Array.from({ length: count }, (_, at) => [values[at % 5] ?? '', null])
  const found = await inferTypes(
    db,
    relationOf(columns),
    columns.map((_, at) => ({ text: `c${at}` })),
  )
  assert.deepEqual(
    found,
    Array.from({ length: count }, (_, at) => types[at % 5]),
  )
})

test('a table without rows, or without a value, is text', async () => {
  const none = '(SELECT * FROM (VALUES (NULL)) t(c0) WHERE false)'
  assert.deepEqual(await inferTypes(db, none, [{ text: 'c0' }]), ['VARCHAR'])
  assert.deepEqual(await inferTypes(db, none, []), [])
})
