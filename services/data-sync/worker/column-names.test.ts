import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnNames } from './column-names.ts'

test('names that differ only in case are told apart', () => {
  assert.deepEqual(columnNames(['id', 'ID', 'id']), ['id', 'ID_1', 'id_2'])
})

test('a made-up name never meets one that the source uses itself', () => {
  const names = columnNames(['a', 'A_1', 'a'])
  assert.equal(new Set(names.map((name) => name.toLowerCase())).size, 3)
})

test('an empty name becomes its position and control characters become blanks', () => {
  assert.deepEqual(columnNames(['', 'a\nb', '  c ', '\ufeffd']), ['column_1', 'a b', 'c', 'd'])
})

test('spelling, blanks and quotes of the source stay', () => {
  assert.deepEqual(columnNames(['US Gross', 'say "hi"', 'Straße']), [
    'US Gross',
    'say "hi"',
    'Straße',
  ])
})

test('names that are already in use are avoided', () => {
  assert.deepEqual(columnNames(['id'], ['ID']), ['id_1'])
})

test('a long name is cut between two characters, never through one', () => {
  const [name = ''] = columnNames([`${'a'.repeat(199)}😀😀`])
  assert.equal(name, `${'a'.repeat(199)}😀`)
})
