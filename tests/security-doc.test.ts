import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { codeFiles } from './source-files.ts'

const root = join(import.meta.dirname, '..')

/** The names of all tests as they stand in the code, with … in the place of what differs by case. */
const testNames = new Set(
  codeFiles(root)
    .filter(({ path }) => path.endsWith('.test.ts') || path.startsWith('tests/peers/'))
    .flatMap(({ text }) => [...text.matchAll(/\btest\(\s*(['`"])((?:\\.|(?!\1)[^])*?)\1/g)])
    .map(([, , name = '']) => name.replace(/\$\{[^}]*\}/g, '…').replace(/\\(['`"])/g, '$1')),
)

interface Row {
  readonly line: string
  readonly shownBy: string
  readonly names: readonly string[]
}

const documents = ['docs/security.md', 'docs/weaknesses.md']
const linesOf = (path: string) =>
  readFileSync(join(root, path), 'utf8')
    .split('\n')
    .filter((line) => /^\| (\d+|-) \|/.test(line))

const rows: readonly Row[] = documents.flatMap((path) =>
  linesOf(path).map((line) => {
    const shownBy = line.split(' | ').slice(3).join(' | ').replace(/ \|$/, '')
    return {
      line,
      shownBy,
      names: [...shownBy.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    }
  }),
)

test('the checks below see the tables and the tests', () => {
  assert.ok(rows.length > 70, `only ${rows.length} rows were found`)
  assert.ok(testNames.size > 400, `only ${testNames.size} tests were found`)
  assert.ok(testNames.has('the checks below see the tables and the tests'))
})

test('every test that the documents name exists', () => {
  const missing = rows.flatMap(({ names }) => names.filter((name) => !testNames.has(name)))
  assert.deepEqual(missing, [])
})

test('every row names a test, or says what is not yet shown', () => {
  const empty = rows
    .filter(({ names, shownBy }) => names.length === 0 && !/^not yet: \S/.test(shownBy))
    .map(({ line }) => line)
  assert.deepEqual(empty, [])
})

test('docs/weaknesses.md leaves out no number', () => {
  const numbers = linesOf('docs/weaknesses.md').map((line) => Number(line.split(' ')[1]))
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  )
  assert.ok(numbers.length >= 96)
})
