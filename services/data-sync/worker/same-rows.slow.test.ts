import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openConversion } from '../../../tests/peers/conversion.ts'

/** The rows of the second conversion, which is given the result of the first as the last version. */
async function convertTwice(before: string, after: string) {
  await using lab = await openConversion()
  const { file, schema } = await lab.convert([await lab.csv(before)])
  const previous = { path: file.path, sha256: file.sha256 }
  const second = await lab.convert([await lab.csv(after)], { previous, pinned: schema })
  return { same: second.file.sha256 === file.sha256, rows: await lab.rows(second.file.path) }
}

const names = ['t', 'h', 'file_row_number', 'file_index', 'filename', 'rowid', 'columns', 'a"b']

test('a change is seen whatever the columns are called: one named t used to hide those of all others', async () => {
  for (const name of names) {
    const header = `"${name.replaceAll('"', '""')}",b\n`
    const { same, rows } = await convertTwice(`${header}1,x\n2,x\n`, `${header}1,x\n2,y\n`)
    assert.equal(same, false, name)
    assert.deepEqual(rows, [
      ['1', 'x'],
      ['2', 'y'],
    ])
  }
})

test('rows in another order, a value for a NULL, and empty text for a NULL are changes', async () => {
  for (const [before, after] of [
    ['1,x\n2,y\n', '2,y\n1,x\n'],
    ['1,x\n2,\n', '1,x\n2,y\n'],
    ['1,x\n2,\n', '1,x\n2,""\n'],
    ['1,x\n1,x\n2,y\n', '1,x\n2,y\n2,y\n'],
  ] as const) {
    assert.equal((await convertTwice(`a,b\n${before}`, `a,b\n${after}`)).same, false, after)
  }
})
