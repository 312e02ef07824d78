import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { openConversion } from '../../../tests/peers/conversion.ts'

const many = (line: string, times = 300): string => `${line}\n`.repeat(times)

test('rows that cannot be read are left out, counted, and kept beside with their line', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([await lab.csv(`a,b\n"x\ny",1\n1,2,3\n4\n${many('5,6')}`)])
  assert.equal(result.file.rows, 301)
  assert.equal(result.rejected, 2)
  assert.deepEqual(
    result.rejects.map(({ kind, line, example }) => [kind, line, example]),
    [
      ['TOO MANY COLUMNS', 4, '1,2,3'],
      ['MISSING COLUMNS', 5, '4'],
    ],
  )
})

test('too many misfits fail the job and name the worst column, its line and an example', async () => {
  await using lab = await openConversion()
  const first = await lab.convert([await lab.csv('id,n\n1,2\n')])
  const changed = await lab.csv('id,n\n1,a\n2,b\n3,3\n')
  await assert.rejects(lab.convert([changed], { pinned: first.schema }), {
    code: 'too_many_rejects',
    message: /2 of 3 rows.*column n changed its type: 2 values are no BIGINT, first in line 2: "a"/,
  })
})

test('a quote that is never closed is reported by the bytes that it swallows, wherever it opens', async () => {
  await using lab = await openConversion()
  const row = '1,hello world,abc\n'
  for (const [before, after] of [
    [3, 5],
    [20_000, 20_000],
    [700_000, 700_000],
  ] as const) {
    const text = `a,b,c\n${row.repeat(before)}2,"open,abc\n${row.repeat(after)}`
    await assert.rejects(
      lab.convert([await lab.csv(text)], { declared: { a: { type: 'BIGINT' } } }),
      (error: Error & { code?: string }) =>
        error.code === 'too_many_rejects' && error.message.includes(`first in line ${before + 2}`),
    )
  }
})

test('an unclosed quote near the end costs only what it swallows', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([await lab.csv(`a,b\n${many('1,x', 5000)}2,"open\n3,y\n`)])
  assert.equal(result.file.rows, 5000)
  assert.deepEqual(
    result.rejects.map(({ kind, line }) => [kind, line]),
    [['UNQUOTED VALUE', 5002]],
  )
})

test('a cell of three megabytes is read, a line of five is rejected or fails, but is never lost in silence', async () => {
  await using lab = await openConversion()
  const three = await lab.convert([await lab.csv(`a,b\n1,${'x'.repeat(3 << 20)}\n3,z\n`)])
  assert.equal(three.file.rows, 2)
  const five = await lab.convert([await lab.csv(`a,b\n1,x\n2,${'y'.repeat(5 << 20)}\n3,z\n`)], {
    maxRejected: 1,
  })
  assert.deepEqual(
    five.rejects.map(({ kind, line }) => [kind, line]),
    [['LINE SIZE OVER MAXIMUM', 3]],
  )
  // DuckDB forgets this one, because it lies across the edge of a buffer.
  const across = `a,b\n1,${'x'.repeat(3 << 20)}\n2,${'y'.repeat(5 << 20)}\n3,z\n`
  await assert.rejects(lab.convert([await lab.csv(across)], { maxRejected: 1 }), {
    code: 'unreadable_csv',
    message: /3 records, of which only 2 could be read: line 3 is longer than 4 MB/,
  })
})

test('more bad rows than are kept fail the job, whatever share is allowed: they used to vanish without a word', async () => {
  await using lab = await openConversion()
  for (const bad of ['1,2,3', '1,2,3,4,5']) {
    const slice = await lab.csv(`a,b\n${many('1,2', 10)}${many(bad, 60_000)}`)
    await assert.rejects(lab.convert([slice], { maxRejected: 1 }), {
      code: 'too_many_rejects',
      message: /at least \d+ rows.*first in line 12: "1,2,3/,
    })
  }
})

test('a part whose header never ends fails the table, and is not left out of it', async () => {
  await using lab = await openConversion()
  const parts = [await lab.csv('id,b\n1,x\n'), await lab.csv('"id,b\n2,y\n')]
  await assert.rejects(lab.convert(parts), { code: 'unreadable_csv', message: /quote in it/ })
})

test('a part without any byte adds nothing, as long as another one names the columns', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([await lab.csv(''), await lab.csv('id\n1\n'), await lab.csv('')])
  assert.deepEqual(await lab.rows(result.file.path), [['1']])
})

test('a gzip file that ends early fails with its remedy: the rows before the break are no table', async () => {
  await using lab = await openConversion()
  const whole = await lab.csv(`a,b\n${many('1,2', 300_000)}`, { compression: 'gzip' })
  const bytes = (await readFile(whole.path)).subarray(0, -200)
  await writeFile(whole.path, bytes)
  await assert.rejects(lab.convert([whole]), { code: 'broken_archive', remedy: /again/ })
})
