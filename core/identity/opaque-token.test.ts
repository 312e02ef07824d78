import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { hashOpaqueToken, makeOpaqueToken } from './opaque-token.ts'

test('a token has 256 bits behind its prefix, and no two are alike', () => {
  const tokens = Array.from({ length: 1000 }, () => makeOpaqueToken('ada_').token)
  for (const token of tokens) {
    assert.match(token, /^ada_[\w-]{43}$/)
    assert.equal(Buffer.from(token.slice(4), 'base64url').length, 32)
  }
  assert.equal(new Set(tokens).size, 1000)
})

test('what is stored of it is the SHA-256 of all of it', () => {
  const { token, hash } = makeOpaqueToken('ada_')
  assert.deepEqual(hash, createHash('sha256').update(token).digest())
  assert.deepEqual(hashOpaqueToken(token), hash)
})
