import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeProblems, suggest } from './problems.ts'
import type { YamlFile } from './read-yaml.ts'

/** A file in which each key stands on the line that it is called. */
const yaml: YamlFile = {
  file: 'instance.yaml',
  value: {},
  lineOf: (path) => (path.length === 0 ? undefined : Number(String(path[0]).slice(1))),
}

const told = (message: string, given: readonly (readonly [string, string])[]) =>
  describeProblems([{ path: ['k3'], message }], yaml, new Map(given))[0]

test('problems stand in the order of the file, those of the whole file first', () => {
  const problems = ['k9', 'k10', 'k2'].map((key) => ({ path: [key, 0], message: 'is wrong' }))
  assert.deepEqual(
    describeProblems([...problems, { path: [], message: 'is a list' }], yaml, new Map()),
    [
      'instance.yaml: is a list',
      'instance.yaml: k2.0 (line 2): is wrong',
      'instance.yaml: k9.0 (line 9): is wrong',
      'instance.yaml: k10.0 (line 10): is wrong',
    ],
  )
})

test('where a value of a variable would stand its name does, the longer one first', () => {
  const place = 'instance.yaml: k3 (line 3): '
  assert.equal(
    told('pass.word+1 is not good', [['pass.word+1', 'SECRET']]),
    `${place}\${SECRET} is not good`,
  )
  assert.equal(
    told('hunter2-long and hunter2', [
      ['hunter2', 'SHORT'],
      ['hunter2-long', 'LONG'],
    ]),
    `${place}\${LONG} and \${SHORT}`,
  )
  // A name in the place of a value is no pattern of a replacement.
  assert.equal(told('abcd', [['abcd', '$&']]), `${place}\${$&}`)
  // No secret is so short, and a sentence would lose its letters.
  assert.equal(told('is a bad day', [['a', 'LETTER']]), `${place}is a bad day`)
})

test('a name that nobody knows is answered with the nearest one, and with all that there are', () => {
  assert.equal(suggest('fiels', ['jira', 'files']), 'Did you mean files? Known: files, jira')
  assert.equal(suggest('something else', ['files']), 'Known: files')
  assert.equal(suggest('files', []), 'Known: none')
})
