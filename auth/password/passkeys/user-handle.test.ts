import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { isUserHandle, userHandle } from './user-handle.ts'

const encoded = (personId: string) => Buffer.from(userHandle(personId)).toString('base64url')

test('a passkey names its own person and nobody else', () => {
  const people = Array.from({ length: 20 }, () => randomUUID())
  for (const [at, mine] of people.entries())
    for (const [other, theirs] of people.entries())
      assert.equal(isUserHandle(encoded(mine), theirs), at === other)
})

test('it is the sixteen bytes of the id, which say nothing of the person', () => {
  assert.deepEqual(
    [...userHandle('00112233-4455-4677-8899-aabbccddeeff')],
    [0, 17, 34, 51, 68, 85, 70, 119, 136, 153, 170, 187, 204, 221, 238, 255],
  )
})

test('a part of it, more than it, the id as text and nothing name nobody', () => {
  const id = randomUUID()
  const whole = encoded(id)
  const asText = Buffer.from(id).toString('base64url')
  for (const given of ['', whole.slice(0, -2), `${whole}AA`, asText, '!!!!', '\0'])
    assert.equal(isUserHandle(given, id), false, given)
})
