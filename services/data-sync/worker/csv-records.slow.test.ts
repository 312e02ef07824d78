import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openConversion } from '../../../tests/peers/conversion.ts'

test('rows with too few or too many fields, and text behind a quote, are kept beside and counted, never shifted', async () => {
  await using lab = await openConversion()
  const text = 'a,b\n1,x\n2\n3,y,z\n4,"q"r\n5,v\n'
  const { file, rejects, rejected } = await lab.convert([await lab.csv(text)], { maxRejected: 1 })
  assert.deepEqual(await lab.rows(file.path), [
    ['1', 'x'],
    ['5', 'v'],
  ])
  assert.deepEqual(
    rejects.map(({ kind, line, example }) => [kind, line, example]),
    [
      ['MISSING COLUMNS', 3, '2'],
      ['TOO MANY COLUMNS', 4, '3,y,z'],
      ['UNQUOTED VALUE', 5, '4,"q"r'],
    ],
  )
  assert.equal(rejected, 3)
})

test('files end as they like: no last line break, carriage returns alone, blank lines between', async () => {
  await using lab = await openConversion()
  const forms = ['a,b\n1,2\n3,4', 'a,b\r1,2\r3,4\r', 'a,b\n\n1,2\n\n3,4\n\n\n']
  const slices = await Promise.all(forms.map((text) => lab.csv(text)))
  const result = await lab.convert(slices)
  assert.equal(result.rejected, 0)
  assert.deepEqual(
    await lab.rows(result.file.path, 'SELECT a, b, count(*) FROM file GROUP BY ALL ORDER BY a'),
    [
      ['1', '2', '3'],
      ['3', '4', '3'],
    ],
  )
})

test('columns that are called as the engine calls its own are told apart', async () => {
  await using lab = await openConversion()
  const names = [
    'record',
    'slice',
    'line',
    'column',
    'text',
    'c0',
    'v0',
    'n0',
    'ID',
    'id',
    'Id',
    '',
  ]
  const line = names.map((_, at) => (at === 3 ? 'x' : at)).join(',')
  const declared = { line: { type: 'BIGINT' } }
  const result = await lab.convert(
    [await lab.csv(`${names.join(',')}\n${line}\n${line.replace('2', 'bad')}\n`)],
    {
      declared,
      maxRejected: 1,
    },
  )
  assert.deepEqual(
    result.schema.columns.map(({ name }) => name),
    [...names.slice(0, 9), 'id_1', 'Id_2', 'column_12'],
  )
  assert.deepEqual(result.rejects, [
    { column: 'line', kind: 'CAST', count: 1, line: 3, example: 'bad' },
  ])
  assert.deepEqual((await lab.rows(result.file.path))[0], [
    '0',
    '1',
    '2',
    'x',
    '4',
    '5',
    '6',
    '7',
    '8',
    '9',
    '10',
    '11',
  ])
})
