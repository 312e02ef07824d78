import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hash } from '@node-rs/argon2'
import { createPasswordHashing, needsRenewal } from './password-hash.ts'

const hashing = createPasswordHashing()

test('a hash is Argon2id with at least the recommended cost, and only its password matches', async () => {
  const stored = await hashing.hash('correct horse battery')
  const parameters = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(stored)
  assert.ok(Number(parameters?.[1]) >= 19_456)
  assert.ok(Number(parameters?.[2]) >= 2)
  assert.equal(await hashing.verify(stored, 'correct horse battery'), true)
  assert.equal(await hashing.verify(stored, 'correct horse batterz'), false)
  assert.equal(needsRenewal(stored), false)
})

test('the same password never gives the same hash', async () => {
  assert.notEqual(await hashing.hash('correct horse'), await hashing.hash('correct horse'))
})

test('without an account the work is done all the same, and nothing matches', async () => {
  assert.equal(await hashing.verify(undefined, 'nobody has this password'), false)
})

for (const garbage of ['', 'garbage', '$argon2id$v=19$m=1', 'plaintext password', '$2b$10$abc']) {
  test(`what stands in the column instead of a hash matches nothing and breaks nothing: ${garbage}`, async () => {
    assert.equal(await hashing.verify(garbage, garbage), false)
  })
}

test('a hash of the original system still matches, and is made again when it is used', async () => {
  const cheap = await hash('correct horse', { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  const original = await hash('correct horse', { memoryCost: 65_536, timeCost: 3, parallelism: 4 })
  assert.equal(await hashing.verify(cheap, 'correct horse'), true)
  assert.equal(await hashing.verify(original, 'correct horse'), true)
  assert.equal(needsRenewal(cheap), true)
  assert.equal(needsRenewal(original), true)
})

test('when too many wait, the rest is told to come back instead of taking more memory', async () => {
  const tries = Array.from({ length: 70 }, () => hashing.verify('garbage', 'x'))
  const results = await Promise.allSettled(tries)
  const refused = results.filter(({ status }) => status === 'rejected')
  assert.equal(refused.length, 18)
  assert.ok(refused.every((result) => result.status === 'rejected' && result.reason.status === 503))
})
