import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openConversion, typesOf } from '../../../tests/peers/conversion.ts'

const many = (line: string, times = 300): string => `${line}\n`.repeat(times)

test('one bad timestamp made a column text in the original: here it is NULL, and kept beside', async () => {
  await using lab = await openConversion()
  const result = await lab.convert(
    [await lab.csv(`id,"at"\n${many('1,2024-03-31T00:00:00Z')}2,31.03.2024\n`)],
    {
      declared: { at: { type: 'timestamptz' } },
    },
  )
  assert.deepEqual(typesOf(result), ['id BIGINT', 'at TIMESTAMP WITH TIME ZONE'])
  assert.equal(result.file.rows, 301)
  assert.equal(result.rejected, 1)
  assert.deepEqual(result.rejects, [
    { column: 'at', kind: 'CAST', count: 1, line: 302, example: '31.03.2024' },
  ])
  assert.deepEqual(await lab.rows(result.file.path, 'SELECT "at" FROM file WHERE id = 2'), [[null]])
  assert.deepEqual(
    await lab.rows(
      result.rejectsFile?.path ?? '',
      'SELECT slice, line, "column", kind, text FROM file',
    ),
    [[1, '302', 'at', 'CAST', '31.03.2024']],
  )
})

test('times with an offset keep their moment and times without one are UTC', async () => {
  await using lab = await openConversion()
  const result = await lab.convert(
    [await lab.csv('at\n2024-03-31T02:30:00+02:00\n2024-03-31T00:30:00Z\n2024-03-31 00:30:00\n')],
    { declared: { at: { type: 'TIMESTAMPTZ' } } },
  )
  assert.deepEqual(
    await lab.rows(result.file.path, 'SELECT count(DISTINCT "at"), min("at") FROM file'),
    [['1', '2024-03-31 00:30:00+00']],
  )
})

test('a value that DuckDB would alter without a word is a misfit: half integers, cut decimals, lost zones', async () => {
  await using lab = await openConversion()
  const first = await lab.convert([await lab.csv('i,d,t\n1,1.25,2024-01-01 10:00:00\n')])
  assert.deepEqual(typesOf(first), ['i BIGINT', 'd DECIMAL(18,2)', 't TIMESTAMP'])
  const again = `i,d,t\n${many('2,2.50,2024-01-02 10:00:00')}1.5,1.005,2024-01-01 10:00:00+02:00\n`
  const second = await lab.convert([await lab.csv(again)], { pinned: first.schema })
  assert.deepEqual(
    second.rejects.map(({ column, line }) => [column, line]),
    [
      ['d', 302],
      ['i', 302],
      ['t', 302],
    ],
  )
  assert.deepEqual(
    await lab.rows(second.file.path, 'SELECT count(*), count(i), count(d), count(t) FROM file'),
    [['301', '300', '300', '300']],
  )
})

test('a moment that is finer than a microsecond is a misfit where the type was inferred, and cut where it was declared', async () => {
  await using lab = await openConversion()
  const exact = 't,z\n2024-01-01 10:00:00.5,2024-01-01 10:00:00.5Z\n'
  const fine =
    't,z\n2024-01-01 10:00:00.123456789,2024-01-01T10:00:00.123456789Z\n2024-01-01 10:00:00.123456000,2024-01-01T10:00:00.123456000Z\n'
  const { schema } = await lab.convert([await lab.csv(exact)])
  assert.deepEqual(
    schema.columns.map(({ type }) => type),
    ['TIMESTAMP', 'TIMESTAMP WITH TIME ZONE'],
  )
  const pinned = await lab.convert([await lab.csv(fine)], { pinned: schema, maxRejected: 1 })
  assert.deepEqual(await lab.rows(pinned.file.path), [
    [null, null],
    ['2024-01-01 10:00:00.123456', '2024-01-01 10:00:00.123456+00'],
  ])
  assert.deepEqual(
    pinned.rejects.map(({ column, line }) => [column, line]),
    [
      ['t', 2],
      ['z', 2],
    ],
  )
  const declared = { t: { type: 'TIMESTAMP' }, z: { type: 'TIMESTAMPTZ' } }
  const cut = await lab.convert([await lab.csv(fine)], { declared })
  assert.equal(cut.rejected, 0)
  assert.deepEqual(await lab.rows(cut.file.path, 'SELECT DISTINCT t FROM file'), [
    ['2024-01-01 10:00:00.123456'],
  ])
})

test('infinity is no day and no moment: other readers would see one some million years away', async () => {
  await using lab = await openConversion()
  const types = { d: 'DATE', t: 'TIMESTAMP', z: 'TIMESTAMPTZ' }
  const declared = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]))
  const good = '2024-01-01,2024-01-01 10:00:00,2024-01-01 10:00:00Z\n'
  const bad = 'infinity,-infinity,INFINITY\n'
  const result = await lab.convert([await lab.csv(`d,t,z\n${good}${bad}`)], {
    declared,
    maxRejected: 1,
  })
  assert.deepEqual(await lab.rows(result.file.path), [
    ['2024-01-01', '2024-01-01 10:00:00', '2024-01-01 10:00:00+00'],
    [null, null, null],
  ])
  assert.deepEqual(
    result.rejects.map(({ column, line }) => [column, line]),
    [
      ['d', 3],
      ['t', 3],
      ['z', 3],
    ],
  )
})

test('a number beyond the range of its type became infinity without a word', async () => {
  await using lab = await openConversion()
  const text = `d,f\n${many('1.5,1.5')}1e400,1\n-1e400,1e39\ninf,-Infinity\n`
  const declared = { d: { type: 'DOUBLE' }, f: { type: 'FLOAT' } }
  const result = await lab.convert([await lab.csv(text)], { declared, maxRejected: 1 })
  assert.deepEqual(
    result.rejects.map(({ column, line, count, example }) => [column, line, count, example]),
    [
      ['d', 302, 2, '1e400'],
      ['f', 303, 1, '1e39'],
    ],
  )
  assert.deepEqual(await lab.rows(result.file.path, 'SELECT d, f FROM file OFFSET 300'), [
    [null, 1],
    [null, null],
    ['Infinity', '-Infinity'],
  ])
})

test('numbers of a type with a point are read at full speed and arrive as they were', async () => {
  await using lab = await openConversion()
  const numbers = [
    '0',
    '-0.5',
    '1e300',
    '1E-300',
    '.5',
    '5.',
    ' 7.25 ',
    'nan',
    '179769313486231570e291',
  ]
  const declared = { d: { type: 'DOUBLE' } }
  const result = await lab.convert([await lab.csv(`d\n${numbers.join('\n')}\n`)], { declared })
  assert.equal(result.rejected, 0)
  assert.deepEqual(
    (await lab.rows(result.file.path)).map((row) => String((row as unknown[])[0])),
    numbers.map((text) => (text === 'nan' ? 'NaN' : String(Number(text)))),
  )
})

test('a whole number of any length was rounded where it was declared: a half is none', async () => {
  await using lab = await openConversion()
  const text = 'h,d,m\n1.5,1.5,1.005\n7,7.0,7\n99999999999999999999999999999999999999,1e3,1.5\n'
  const declared = {
    h: { type: 'HUGEINT' },
    d: { type: 'DECIMAL(18,0)' },
    m: { type: 'DECIMAL(18,2)' },
  }
  const result = await lab.convert([await lab.csv(text)], { declared, maxRejected: 1 })
  assert.deepEqual(typesOf(result), ['h DECIMAL(38,0)', 'd DECIMAL(18,0)', 'm DECIMAL(18,2)'])
  assert.deepEqual(
    result.rejects.map(({ column, line, example }) => [column, line, example]),
    [
      ['d', 2, '1.5'],
      ['h', 2, '1.5'],
    ],
  )
  assert.deepEqual(await lab.rows(result.file.path), [
    [null, null, '1.01'],
    ['7', '7', '7.00'],
    ['99999999999999999999999999999999999999', '1000', '1.50'],
  ])
})

test('a column of 38 digits, which has no finer type to compare with, was rounded without a word', async () => {
  await using lab = await openConversion()
  const exact = 'm,w\n1234567890123456789.25,123456789012345678901234567890\n0.50,1\n'
  const declared = { w: { type: 'DECIMAL(38,0)' } }
  const first = await lab.convert([await lab.csv(exact)], { declared })
  assert.deepEqual(typesOf(first), ['m DECIMAL(38,2)', 'w DECIMAL(38,0)'])
  const fine = 'm,w\n1.005,1.5\n2.500,2.000\n1e2,1e2\n1.5e-3,15e-1\n-0.999,-7.0\n'
  const second = await lab.convert([await lab.csv(fine)], { pinned: first.schema, maxRejected: 1 })
  assert.deepEqual(await lab.rows(second.file.path), [
    [null, null],
    ['2.50', '2'],
    ['100.00', '100'],
    [null, null],
    [null, '-7'],
  ])
  assert.deepEqual(
    second.rejects.map(({ column, count, example }) => [column, count, example]),
    [
      ['m', 3, '1.005'],
      ['w', 2, '1.5'],
    ],
  )
})
