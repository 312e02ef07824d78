import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalizePassword, passwordProblem } from './password-rules.ts'

const context = { email: 'ann.smith@acme.com', instanceName: 'Acme Analytics' }
const problem = (password: string) => passwordProblem(normalizePassword(password), context)

for (const good of [
  'correct horse battery',
  'žluťoučký kůň 7',
  '🐎🔋📎✂️🧷🧵🪡🧶🪢🧦🧤🧣',
  'a'.repeat(120) + 'bcdefg',
  'Tr0ub4dor&3-again',
  ' leading and trailing ',
]) {
  test(`a long password is good whatever it is made of: ${good.slice(0, 24)}`, () => {
    assert.equal(problem(good), undefined)
  })
}

const refused = {
  'short pass': /has 10 characters; at least 12/,
  ['x'.repeat(250) + 'abcdefgh']: /at most 256/,
  'line\nbreak in the middle': /control characters/,
  aaaaaaaaaaaaaaaa: /too few characters/,
  abababababababab: /too few characters/,
  'ann.smith@acme.com': /e-mail/,
  'Ann.Smith2026!!': /e-mail/,
  'acme-analytics-2026': /name of this portal/,
  'Password1234!': /first that are guessed/,
  PasswordPassword: /first that are guessed/,
  '123456789012': /first that are guessed/,
  qwertyuiop12: /first that are guessed/,
  Administrator1: /first that are guessed/,
}
for (const [password, reason] of Object.entries(refused)) {
  test(`a password that is guessed early is refused with the reason: ${password.slice(0, 24)}`, () => {
    assert.match(problem(password) ?? '', reason)
  })
}

test('one word typed on two keyboards is one password (composed and decomposed letters)', () => {
  assert.equal(
    normalizePassword('cafe\u0301 au lait noir'),
    normalizePassword('caf\u00e9 au lait noir'),
  )
})

test('a blank at the end stays part of the password', () => {
  assert.equal(normalizePassword('twelve characters '), 'twelve characters ')
})

test('a password of a hundred thousand characters is refused before any pattern is tried on it', () => {
  assert.match(problem('ab'.repeat(50_000) + 'cdefg') ?? '', /at most 256/)
})
