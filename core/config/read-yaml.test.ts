import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { ConfigError } from '../errors.ts'
import { readYaml } from './read-yaml.ts'

function file(t: TestContext, content?: string | Buffer): string {
  const dir = mkdtempSync(join(tmpdir(), 'yaml-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const path = join(dir, 'instance.yaml')
  if (content !== undefined) writeFileSync(path, content)
  return path
}

/** What is said about a broken file, behind its name. */
function saidOf(path: string): string {
  try {
    readYaml(path)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    for (const problem of error.problems) assert.ok(problem.startsWith(`${path}:`), problem)
    return error.problems.map((problem) => problem.slice(path.length + 1).trim()).join('\n')
  }
  return assert.fail('the file was accepted')
}

const broken: Readonly<Record<string, readonly [string | Buffer, RegExp]>> = {
  'nothing at all': ['', /^1:1: must hold sections, such as instance and sources$/],
  'comments alone': ['# instance:\n', /must hold sections/],
  'a list': ['- instance', /^1:1: must hold sections/],
  'a text': ['instance', /^1:1: must hold sections/],
  'two documents': ['a: 1\n---\nb: 2\n', /^2:1: a second document begins here; keep one$/],
  'a key twice': ['a: 1\nb: 2\na: 3\n', /^3:1: Map keys must be unique/],
  'a tab that indents': ['a:\n\tb: 1\n', /^2:1: .*[Tt]ab/],
  'a bracket that stays open': ['a: [1, 2', /^1:\d+: /],
  'a tag that runs code elsewhere': ['a: 1\nb: !!js/function x\n', /^2:4: Unresolved tag/],
  'a key that JavaScript treats apart': [
    'a: { __proto__: { admin: true } }',
    /^1:6: __proto__ cannot/,
  ],
  'a circle': ['a: &a { b: *a }', /contains itself/],
  'an alias of nothing': ['a: *b', /Unresolved alias/i],
  'Latin-1': [Buffer.from('a: Müller', 'latin1'), /^is not UTF-8; save it as UTF-8$/],
  'UTF-16': [Buffer.from('\ufeffa: 1', 'utf16le'), /^is not UTF-8/],
  'more than a megabyte': [`a: ${'x'.repeat(1024 * 1024)}`, /^is larger than 1 MB$/],
}
for (const [what, [content, expected]] of Object.entries(broken)) {
  test(`${what} is refused, with the place and what to do`, (t) => {
    assert.match(saidOf(file(t, content)), expected)
  })
}

test('a file that is missing, and a folder in its place, are named', (t) => {
  const path = file(t)
  assert.match(
    saidOf(path),
    /^is missing; examples\/quickstart\/instance\.yaml is one to start from$/,
  )
  mkdirSync(path)
  assert.match(saidOf(path), /^is a folder; it must be a file$/)
})

test('a byte order mark, Windows line ends and words that YAML 1.1 took for booleans are read as they stand', (t) => {
  const { value, lineOf } = readYaml(file(t, '\ufeffa: no\r\nb:\r\n  c: on\r\n  d: 012\r\n'))
  assert.deepEqual(value, { a: 'no', b: { c: 'on', d: 12 } })
  assert.deepEqual([lineOf(['a']), lineOf(['b', 'd']), lineOf(['b', 'nowhere'])], [1, 4, 3])
  assert.equal(lineOf(['nowhere']), undefined)
})

test('every fault is told at once, each with its own line', (t) => {
  const said = saidOf(file(t, 'a: !x 1\nb: !y 2\n'))
  assert.match(said, /^1:4: Unresolved tag: !x\n2:4: Unresolved tag: !y$/)
})
