import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openConversion, typesOf } from '../../../tests/peers/conversion.ts'

/** One column of values each, and the type that holds them all without loss. */
const columns: readonly (readonly [string, readonly string[]])[] = [
  ['BIGINT', ['1', '-7', '9223372036854775807']],
  ['VARCHAR', ['1', '9223372036854775808', '2']],
  ['VARCHAR', ['007', '1', '2']],
  ['VARCHAR', ['+1', '2', '3']],
  ['DECIMAL(18,2)', ['1', '2.50', '-3.1']],
  ['DECIMAL(38,10)', ['1.0000000001', '123456789012345678.5', '2']],
  ['DOUBLE', ['1e-3', '2.5E+10', '1']],
  ['DOUBLE', ['14379.714285714286', '123456789.12345679', '72238.0']],
  ['VARCHAR', ['1.5', 'n/a', '2']],
  ['VARCHAR', ['nan', '1.5', 'inf']],
  ['BOOLEAN', ['true', 'FALSE', 'True']],
  ['BIGINT', ['0', '1', '1']],
  ['DATE', ['2024-01-31', '2024-02-29', '1999-12-31']],
  ['VARCHAR', ['2024-01-31', '2023-02-29', '1999-12-31']],
  ['VARCHAR', ['0000-00-00', '2024-01-01', '2024-01-02']],
  ['TIMESTAMP', ['2024-01-31 10:00', '2024-01-31T10:00:00.123456', '2024-01-31 10:00:00']],
  [
    'TIMESTAMP WITH TIME ZONE',
    ['2024-01-31T10:00:00Z', '2024-01-31 10:00:00+02:00', '2024-01-31T10:00:00-0130'],
  ],
  ['VARCHAR', ['2024-01-31T10:00:00Z', '2024-01-31T10:00:00', '2024-01-31']],
  ['VARCHAR', ['', '', '']],
  ['VARCHAR', ['infinity', '-infinity', '2024-01-01']],
  ['VARCHAR', ['2024-01-31 10:00:00.123456789', '2024-01-31 10:00:00', '2024-02-01 10:00:00']],
  ['VARCHAR', ['2016-12-31 23:59:60', '2024-01-31 10:00:00', '2024-02-01 10:00:00']],
  ['VARCHAR', ['-0', '1', '2']],
  ['VARCHAR', ['18446744073709551615', '1', '2']],
  ['VARCHAR', [' 1', '2', '3']],
  ['VARCHAR', ['1_000', '2', '3']],
  ['VARCHAR', ['0x1F', '2', '3']],
  ['VARCHAR', ['yes', 'no', 'yes']],
  ['VARCHAR', ['31.12.2024', '01.01.2024', '02.01.2024']],
  ['VARCHAR', ['10:00', '11:00', '12:00']],
  ['BIGINT', ['-9223372036854775808', '0', '1']],
]

test('each column gets the narrowest type that holds every value, and text on doubt', async () => {
  await using lab = await openConversion()
  const lines = [0, 1, 2].map((row) => columns.map(([, values]) => values[row]).join(','))
  const header = columns.map((_, index) => `c${index}`).join(',')
  const result = await lab.convert([await lab.csv(`${header}\n${lines.join('\n')}\n`)])
  assert.deepEqual(
    typesOf(result),
    columns.map(([type], index) => `c${index} ${type}`),
  )
  assert.equal(result.rejected, 0)
})

test('one value at the end of a long file decides: nothing is guessed from a sample', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([await lab.csv(`a,b\n${'1,2\n'.repeat(60_000)}x,3\n`)])
  assert.deepEqual(typesOf(result), ['a VARCHAR', 'b BIGINT'])
})

test('JSON tells numbers from text that looks like them', async () => {
  await using lab = await openConversion()
  const rows = [
    { n: 1, s: '007', mixed: 1, day: '2024-01-01', deep: { a: [1] }, flag: true, none: null },
    { n: 2.5, s: '8', mixed: 'x', day: '2024-02-01', deep: null, flag: false, none: null },
  ]
  const path = await lab.write('rows.json', JSON.stringify(rows))
  const result = await lab.convert([await lab.slice(path, 'json')])
  assert.deepEqual(typesOf(result), [
    'n DECIMAL(18,1)',
    's VARCHAR',
    'mixed VARCHAR',
    'day DATE',
    'deep JSON',
    'flag BOOLEAN',
    'none VARCHAR',
  ])
  assert.deepEqual(await lab.rows(result.file.path), [
    ['1.0', '007', '1', '2024-01-01', '{"a":[1]}', true, null],
    ['2.5', '8', 'x', '2024-02-01', null, false, null],
  ])
})
