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
