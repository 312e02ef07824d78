import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csrfToken, isCsrfToken } from './csrf.ts'

const secret = 's'.repeat(43)

test('a token is good for its own session only, and under its own secret only', () => {
  const token = csrfToken(secret, 'session-1')
  assert.ok(isCsrfToken(secret, 'session-1', token))
  assert.ok(!isCsrfToken(secret, 'session-2', token))
  assert.ok(!isCsrfToken('t'.repeat(43), 'session-1', token))
})

test('a token reveals neither the session nor the secret', () => {
  const token = csrfToken(secret, 'session-1')
  assert.match(token, /^[\w-]{43}$/)
  assert.ok(!token.includes('session'))
})

test('whatever else is given is refused without an error', () => {
  const token = csrfToken(secret, 'session-1')
  const changed = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`
  for (const given of [
    '',
    ' ',
    changed,
    `${token}=`,
    token.slice(1),
    'ü'.repeat(43),
    '\0',
    'x'.repeat(1e6),
  ]) {
    assert.ok(!isCsrfToken(secret, 'session-1', given))
  }
})
