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
