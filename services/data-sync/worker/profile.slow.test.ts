import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableProfile } from '#core/sync/table-profile.ts'
import { openConversion } from '../../../tests/peers/conversion.ts'

test('numeric histograms were always empty in the original: here every value is in a bin', async () => {
  await using lab = await openConversion()
  const lines = Array.from(
    { length: 1000 },
    (_, at) => `${at},${at % 3 === 0 ? 'a' : 'b'},2024-01-${10 + (at % 20)}`,
  )
  const { file } = await lab.convert([await lab.csv(`n,s,d\n${lines.join('\n')}\n`)])
  const profile = tableProfile.parse(await lab.profile(file.path))
  const [n, s, d] = profile.columns
  assert.equal(profile.rows, 1000)
  assert.deepEqual([n?.min, n?.max, n?.mean, n?.nulls], [0, 999, 499.5, 0])
  assert.equal(n?.histogram.length, 10)
  assert.equal(
    n?.histogram.reduce((sum, { count }) => sum + count, 0),
    1000,
  )
  assert.equal(
    d?.histogram.reduce((sum, { count }) => sum + count, 0),
    1000,
  )
  assert.deepEqual([d?.min, d?.max], ['2024-01-10', '2024-01-29'])
  assert.deepEqual(s?.top, [
    { value: 'b', count: 666 },
    { value: 'a', count: 334 },
  ])
})

test('values beyond the exact numbers of JSON are text, and odd names and nulls do no harm', async () => {
  await using lab = await openConversion()
  const { file } = await lab.convert([
    await lab.csv('"a""b",m,none,flag\n9007199254740993,1.10,,true\n1,2.25,,false\n'),
  ])
  const { columns } = tableProfile.parse(await lab.profile(file.path))
  assert.equal(columns[0]?.max, '9007199254740993')
  assert.equal(columns[1]?.max, '2.25')
  assert.deepEqual([columns[2]?.nulls, columns[2]?.min, columns[2]?.top], [2, null, []])
  assert.deepEqual(
    columns[3]?.top.map(({ value }) => value),
    [false, true],
  )
})

/** Columns of every kind, with names that the profile uses for itself, and values that computers stumble over. */
const nasty = `SELECT
  CASE WHEN i % 7 = 0 THEN NULL ELSE (i * 7919) % 1000 - 500 END AS n0,
  CAST((i * 31) % 997 AS DECIMAL(18, 2)) / 4 AS min0,
  CAST(i AS DOUBLE) * 1e12 - 3e15 AS bin0_0,
  'v' || (i * i) % 13 AS k0,
  DATE '1999-12-25' + CAST((i * 17) % 400 AS INTEGER) AS low0,
  TIMESTAMPTZ '2024-03-31 00:30:00+00' + INTERVAL 1 MINUTE * ((i * 13) % 5000) AS "a""b; --",
  i % 3 = 0 AS distinct0,
  42 AS constant,
  CAST(NULL AS VARCHAR) AS nothing,
  CAST(i AS HUGEINT) * 0 + 9007199254740993 AS beyond
FROM range(5000) t(i)`

test('each figure of a profile is what DuckDB itself says of the rows', async () => {
  await using lab = await openConversion()
  const path = `${lab.folder}/nasty.parquet`
  await lab.rows(
    (await lab.convert([await lab.csv('a\n1\n')])).file.path,
    `COPY (${nasty}) TO '${path}' (FORMAT parquet)`,
  )
  const profile = tableProfile.parse(await lab.profile(path))
  assert.equal(profile.rows, 5000)
  for (const { name, type, ...said } of profile.columns) {
    const value = `"${name.replaceAll('"', '""')}"`
    const [[nulls, distinct, min, max] = []] = (await lab.rows(
      path,
      `SELECT CAST(count(*) - count(${value}) AS INTEGER), CAST(count(DISTINCT ${value}) AS INTEGER),
         CAST(min(${value}) AS VARCHAR), CAST(max(${value}) AS VARCHAR) FROM file`,
    )) as readonly (readonly unknown[])[]
    assert.equal(said.nulls, nulls, name)
    // HyperLogLog with 64 registers: three times its standard error of 13 %.
    const off = Math.abs(said.distinct - Number(distinct))
    assert.ok(off <= 0.4 * Number(distinct), `${name}: ${said.distinct} for ${String(distinct)}`)
    const asText = (bound: unknown) => {
      const text = String(bound)
      return Number.isNaN(Number(text)) ? text : String(Number(text))
    }
    assert.deepEqual([asText(said.min), asText(said.max)], [asText(min), asText(max)], name)
    const present = 5000 - Number(nulls)
    if (said.histogram.length > 0)
      assert.equal(
        said.histogram.reduce((sum, { count }) => sum + count, 0),
        present,
        name,
      )
    if (type === 'VARCHAR' || type === 'BOOLEAN') {
      const top = await lab.rows(
        path,
        `SELECT ${value}, CAST(count(*) AS INTEGER) FROM file WHERE ${value} IS NOT NULL
         GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5`,
      )
      assert.deepEqual(
        said.top.map((one) => [one.value, one.count]),
        top,
        name,
      )
    }
  }
})

test('a bin of a histogram counts exactly what lies in it, the bounds in the first and the last', async () => {
  await using lab = await openConversion()
  const { file } = await lab.convert([
    await lab.csv(`n\n${[0, 0, 5, 10, 10, 15, 99, 100, 100, 100].join('\n')}\n`),
  ])
  const [n] = tableProfile.parse(await lab.profile(file.path)).columns
  assert.deepEqual(
    n?.histogram.map(({ from, to, count }) => [from, to, count]),
    [
      [0, 10, 3],
      [10, 20, 3],
      ...[20, 30, 40, 50, 60, 70, 80].map((from) => [from, from + 10, 0]),
      [90, 100, 4],
    ],
  )
})

test('not a number, infinity and days beyond the calendar leave a profile that can be read', async () => {
  await using lab = await openConversion()
  const path = `${lab.folder}/odd.parquet`
  const odd = `SELECT unnest(['nan', 'inf', '-inf', '1.5']::DOUBLE[]) AS f,
    unnest([TIMESTAMP 'infinity', TIMESTAMP '2024-01-01', NULL, TIMESTAMP '290000-01-01']) AS t,
    unnest([DATE '-infinity', DATE '2024-01-01', DATE '5000000-01-01', NULL]) AS d`
  await lab.rows(
    (await lab.convert([await lab.csv('a\n1\n')])).file.path,
    `COPY (${odd}) TO '${path}' (FORMAT parquet)`,
  )
  const [f, t, d] = tableProfile.parse(JSON.parse(JSON.stringify(await lab.profile(path)))).columns
  assert.deepEqual([f?.nulls, f?.mean, f?.min, f?.max], [0, null, '-inf', 'nan'])
  assert.deepEqual([t?.nulls, t?.max, d?.nulls, d?.min], [1, 'infinity', 1, '-infinity'])
})

test('an empty table, and one of 450 columns, are profiled', async () => {
  await using lab = await openConversion()
  const empty = await lab.convert([await lab.csv('a,b\n')])
  assert.equal((await lab.profile(empty.file.path)).rows, 0)
  const names = Array.from({ length: 450 }, (_, at) => `c${at}`)
  const wide = await lab.convert([
    await lab.csv(`${names.join(',')}\n${names.map((_, at) => at).join(',')}\n`),
  ])
  const { columns } = tableProfile.parse(await lab.profile(wide.file.path))
  assert.equal(columns.length, 450)
  assert.equal(columns[449]?.max, 449)
})
