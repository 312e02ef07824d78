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

// Whoever named a token so wrote lines of their own into the list, or over it.
test('what people call themselves and their tokens steers no terminal and begins no line', () => {
  const { said } = printed([
    ['a\u001b[2J\u001b]0;title\u0007', '1'],
    ['b\nroot  administrator', '2'],
    ['c\td\r', '3'],
  ])
  assert.equal(said.length, 4)
  assert.doesNotMatch(said.join(''), /\p{Cc}/u)
  assert.match(said[2] ?? '', /^b\\nroot {2}administrator {2}2$/)
})

test('columns stand below one another in every writing, and a list of very many is no trouble', () => {
  assert.deepEqual(
    printed([
      ['数据', '1'],
      ['ab', '2'],
    ]).said,
    ['name  n', '数据  1', 'ab    2'],
  )
  const { said } = printed(Array.from({ length: 200_000 }, (_, at) => ['x', String(at)]))
  assert.equal(said.length, 200_001)
})
