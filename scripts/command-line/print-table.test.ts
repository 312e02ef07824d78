import assert from 'node:assert/strict'
import { test } from 'node:test'
import { printTable } from './print-table.ts'

function printed(rows: readonly (readonly string[])[]) {
  const said: string[] = []
  const notes: string[] = []
  const context = {
    out: (line: string) => said.push(line),
    note: (line: string) => notes.push(line),
  }
  printTable(context, ['name', 'n'], rows)
  return { said, notes }
}

test('columns are as wide as their widest cell, and no line ends in blanks', () => {
  const { said } = printed([
    ['a longer one', '1'],
    ['b', ''],
  ])
  assert.deepEqual(said, ['name          n', 'a longer one  1', 'b'])
})

test('without rows people are told so, and a pipe gets nothing to parse', () => {
  assert.deepEqual(printed([]), { said: [], notes: ['There are none.'] })
})
