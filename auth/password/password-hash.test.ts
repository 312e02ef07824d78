import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hash } from '@node-rs/argon2'
import { createPasswordHashing, isReadableHash, needsRenewal } from './password-hash.ts'

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

const salted = 'mK2b1M3Kr4uoR+mdSxaTwQ$HXWbA2GuZF7WJOZ7qF5a3KyErQPsbzsYhaeNM9++iro'

test('a hash that would take all memory, or all time, is no hash: no login waits for it', async () => {
  for (const parameters of [
    'm=4294967295,t=3,p=1',
    'm=1048577,t=1,p=1',
    'm=65536,t=4294967295,p=1',
  ]) {
    const stored = `$argon2id$v=19$${parameters}$${salted}`
    assert.equal(isReadableHash(stored), false, parameters)
    assert.equal(await hashing.verify(stored, 'x'), false, parameters)
  }
  // The first choice of RFC 9106 with half its memory, and what the original made.
  for (const parameters of ['m=1048576,t=1,p=4', 'm=65536,t=3,p=4', 'm=8,t=1,p=1'])
    assert.equal(isReadableHash(`$argon2id$v=19$${parameters}$${salted}`), true, parameters)
})

test('a hash of another kind of Argon2, or of its older version, is made again when it is used', () => {
  for (const kind of ['argon2i$v=19', 'argon2d$v=19', 'argon2id$v=16', 'argon2id'])
    assert.equal(needsRenewal(`$${kind}$m=65536,t=3,p=1$${salted}`), true, kind)
  for (const more of ['m=131072,t=3,p=1', 'm=65536,t=4,p=1'])
    assert.equal(needsRenewal(`$argon2id$v=19$${more}$${salted}`), false, more)
})
