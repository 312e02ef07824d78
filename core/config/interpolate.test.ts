import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { interpolate } from './interpolate.ts'
import type { Problem } from './problems.ts'

const env = { A: 'one', B: '${A} $& $1', EMPTY: '', _x9: 'under' }

function fill(text: unknown) {
  const problems: Problem[] = []
  const { document, given } = interpolate({ key: text }, env, problems)
  return { value: document['key'], given, problems: problems.map(({ message }) => message) }
}

test('a reference is filled in once, wherever it stands in a text', () => {
  for (const [text, value] of [
    ['${A}', 'one'],
    ['<${A}|${A}>', '<one|one>'],
    ['${_x9}', 'under'],
    // What a variable holds is its own text, and no pattern of a replacement either.
    ['${B}', '${A} $& $1'],
    ['${NONE:-${A', undefined],
    ['${NONE:-}', ''],
    ['${NONE:-a b:c-d}', 'a b:c-d'],
    ['${EMPTY:-given}', 'given'],
    ['${A:-other}', 'one'],
    ['$A', '$A'],
    ['$${A}', '${A}'],
    ['costs $5 {A}', 'costs $5 {A}'],
  ] as const) {
    const { value: found, problems } = fill(text)
    if (value === undefined) assert.ok(problems.length > 0, text)
    else assert.deepEqual([found, problems], [value, []], text)
  }
})

test('texts in lists and below are filled in; keys, numbers, switches and nothing stay', () => {
  const { value, problems } = fill({ '${A}': ['${A}', 1, true, null, [{ deep: '${A}' }]] })
  assert.deepEqual(value, { '${A}': ['one', 1, true, null, [{ deep: 'one' }]] })
  assert.deepEqual(problems, [])
})

test('what only begins like a reference, and one without a value, is a problem with what to write', () => {
  for (const text of ['${}', '${1A}', '${A-b}', '${A', '${ A }', '${A:+b}', '${NONE:-${A}}'])
    assert.match(fill(text).problems.join(), /begins no variable: write \$\{NAME\}/, text)
  for (const text of ['${NONE}', '${EMPTY}']) {
    const name = text.slice(2, -1)
    assert.match(fill(text).problems.join(), new RegExp(`set ${name} or ${name}_FILE`))
  }
})

test('a value may lie in a file, and a file that is not there is a problem, not an empty value', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'value-'))
  t.after(() => rmSync(dir, { recursive: true }))
  writeFileSync(join(dir, 'token'), 'from the file\n')
  const of = (TOKEN_FILE: string) => {
    const problems: Problem[] = []
    const { document } = interpolate({ key: '${TOKEN:-none}' }, { TOKEN_FILE }, problems)
    return { value: document['key'], problems }
  }
  assert.deepEqual(of(join(dir, 'token')), { value: 'from the file', problems: [] })
  const [problem] = of(join(dir, 'gone')).problems
  assert.match(problem?.message ?? '', /gone/)
  assert.deepEqual(problem?.path, ['key'])
})

test('of every value that came from a variable the name is known, and of no default', () => {
  const { given } = fill(['${A}', '${NONE:-default}', '${B}'])
  assert.deepEqual(
    [...given],
    [
      ['one', 'A'],
      ['${A} $& $1', 'B'],
    ],
  )
})
