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

test('an empty title made an alert with a message one that says nothing: whatever is not empty is told', () => {
  for (const said of [
    { title: '', message: 'M' },
    { title: 'T', message: '' },
    { title: '', image_path: 'a.png' },
    { message: 'M', image_path: null },
  ])
    assert.deepEqual(readOutput(JSON.stringify({ notify: true, ...said })), {
      output: { notify: true, ...said },
    })
  for (const said of [
    { title: '' },
    { title: '', message: '', image_path: '' },
    { image_path: null },
  ])
    assert.ok('problem' in readOutput(JSON.stringify({ notify: true, ...said })))
  assert.deepEqual(readOutput('{"title":""}'), { output: { notify: false, title: '' } })
})

for (const [what, said, field] of [
  ['a title of more than 500 characters', { title: 'x'.repeat(501) }, 'title'],
  ['a message of more than 16,384', { title: 'T', message: 'x'.repeat(16_385) }, 'message'],
  ['a title that is no text', { title: 5 }, 'title'],
  ['a key that is too long', { title: 'T', key: 'k'.repeat(201) }, 'key'],
  ['a key that is none', { title: 'T', key: null }, 'key'],
  ['a cooldown that is too long', { title: 'T', cooldown: '1'.repeat(21) }, 'cooldown'],
  ['data that is a list', { title: 'T', data: [1] }, 'data'],
  ['urgent that is no yes or no', { title: 'T', urgent: 'yes' }, 'urgent'],
  ['a path of an image that is a list', { title: 'T', image_path: ['a.png'] }, 'image_path'],
] as const)
  test(`${what} is told to the owner by the name of its field`, () => {
    const read = readOutput(JSON.stringify({ notify: true, ...said }))
    assert.match('problem' in read ? read.problem : '', new RegExp(`not as agreed: [^]*${field}`))
  })

test('what is printed beside the document is told to the owner with its beginning, and no more of it', () => {
  const read = readOutput(`debug: ${'x'.repeat(5000)}\n{"notify":true,"title":"T"}`)
  const problem = 'problem' in read ? read.problem : ''
  assert.match(problem, /^it printed something that is not JSON: debug: x+$/)
  assert.ok(problem.length < 300)
})
