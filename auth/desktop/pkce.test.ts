import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { answersChallenge, challenge, verifier } from './pkce.ts'

const challengeOf = (text: string) => createHash('sha256').update(text).digest('base64url')

test('the example of RFC 7636, appendix B, is answered', () => {
  const example = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  assert.ok(answersChallenge('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', example))
})

test('a verifier answers its own challenge and no other, whatever its length', () => {
  const verifiers = [43, 44, 64, 128].map((length) =>
    randomBytes(96).toString('base64url').slice(0, length),
  )
  for (const [at, one] of verifiers.entries()) {
    assert.ok(verifier.safeParse(one).success)
    assert.ok(challenge.safeParse(challengeOf(one)).success)
    for (const [other, two] of verifiers.entries())
      assert.equal(answersChallenge(challengeOf(one), two), at === other)
  }
})

test('a challenge is no verifier of itself, and a shorter or longer one is answered by nothing', () => {
  const good = 'v'.repeat(43)
  const expected = challengeOf(good)
  assert.equal(answersChallenge(expected, expected), false)
  for (const other of ['', expected.slice(1), `${expected}=`, expected.toLowerCase()])
    assert.equal(answersChallenge(other, good), false, other)
})

for (const [what, text] of Object.entries({
  'one character too short': 'v'.repeat(42),
  'one too long': 'v'.repeat(129),
  'a blank': `${'v'.repeat(43)} `,
  'a line break at its end': `${'v'.repeat(43)}\n`,
  'a letter beyond ASCII': `${'v'.repeat(43)}ü`,
  'a sign of plain base64': `${'v'.repeat(43)}+`,
})) {
  test(`a verifier with ${what} is none`, () => {
    assert.equal(verifier.safeParse(text).success, false)
  })
}

test('a challenge has 43 characters of base64url, and no padding', () => {
  for (const text of ['c'.repeat(42), 'c'.repeat(44), `${'c'.repeat(42)}=`, `${'c'.repeat(43)}\n`])
    assert.equal(challenge.safeParse(text).success, false, JSON.stringify(text))
})
