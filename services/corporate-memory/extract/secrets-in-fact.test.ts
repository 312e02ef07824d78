import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secretsInFact } from './secrets-in-fact.ts'

test('tags beside the name of a secret are none, and a value below a title that names it is one', () => {
  const title = 'The password of the shop is rotated'
  const fact = { title, content: 'Each quarter it is made anew by operations.' }
  assert.deepEqual(secretsInFact({ ...fact, tags: ['snowflake'] }), [])
  assert.deepEqual(secretsInFact({ ...fact, tags: ['snowflake', 'password', 'shop'] }), [])
  const told = { title: 'Password of the shop', content: 'kravatabrno', tags: [] }
  assert.notDeepEqual(secretsInFact(told), [])
})

test('what a cut title is left with is no secret, and the whole of it in the text is', () => {
  const image =
    'shop/loader:4.4.3@sha256:0ae611b934dd976477f82893b5ef6c0d1e2f30415263748596a7b8c9d0e1f203'
  const fact = { title: 'The image is pinned to shop/loader:4.4.3@sha2…', tags: [] }
  assert.deepEqual(secretsInFact({ ...fact, content: `The image is pinned to ${image}` }), [])
  const content = 'The image is pinned, and the password is Rain-Meadow77'
  assert.notDeepEqual(secretsInFact({ ...fact, content }), [])
  const written = { title: 'Log in with password Rain-Meadow77…', content: 'See above.', tags: [] }
  assert.notDeepEqual(secretsInFact(written), [])
})

test('what a sentence tells in passing is a secret, in the text and in a title that says something else', () => {
  const told = ['the scanner logs in as depot with king', 'fisher9'].join('')
  const harmless = { title: 'Scanner', content: 'The scanner is in the depot.', tags: [] }
  assert.deepEqual(secretsInFact(harmless), [])
  for (const fact of [
    { ...harmless, content: told },
    { ...harmless, title: told },
  ])
    assert.deepEqual(
      secretsInFact(fact).map(({ rule }) => rule),
      ['told-in-passing'],
    )
})
