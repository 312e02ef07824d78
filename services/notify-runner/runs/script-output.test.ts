import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOutput } from './script-output.ts'

test('nothing printed is nothing to say', () => {
  assert.deepEqual(readOutput(' \n'), { output: { notify: false } })
})

test('what the contract has is taken over', () => {
  const said = { notify: true, title: 'T', message: 'M', cooldown: '6h', data: { a: 1 } }
  assert.deepEqual(readOutput(JSON.stringify(said)), { output: said })
})

// The original's runner died of these, and every script after it in the alphabet was skipped.
for (const text of ['[]', '"text"', '42', 'null', 'true', '{', '{"notify":"yes"}', '{"notify":1}'])
  test(`One malformed result stops everything after it: ${text} is a problem of its own`, () => {
    assert.ok('problem' in readOutput(text))
  })

test('a numeric cooldown is told to the owner', () => {
  const read = readOutput('{"notify":true,"title":"x","cooldown":60}')
  assert.match('problem' in read ? read.problem : '', /cooldown/)
})

test('notify without anything to say is told to the owner', () => {
  const read = readOutput('{"notify":true}')
  assert.match('problem' in read ? read.problem : '', /neither title, message nor image/)
})
