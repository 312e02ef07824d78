import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto'
import { test } from 'node:test'
import { z } from 'zod'
import { signJwt, verifyJwt } from './jwt.ts'

const secret = 's'.repeat(43)
const parties = { issuer: 'portal', audience: 'gateway' }
const schema = z.looseObject({ sub: z.string(), role: z.string() })
const now = () => Math.floor(Date.now() / 1000)

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token as anybody may write it; signed by HMAC unless it is said otherwise. */
function forge(
  claims: object = {},
  header: object = {},
  sign = (text: string, alg: string) =>
    createHmac(alg === 'HS512' ? 'sha512' : 'sha256', secret)
      .update(text)
      .digest(),
): string {
  const whole = { alg: 'HS256', typ: 'JWT', ...header }
  const usual = {
    iss: 'portal',
    aud: 'gateway',
    sub: 'ann',
    role: 'reader',
    iat: now(),
    exp: now() + 60,
  }
  const text = `${part(whole)}.${part({ ...usual, ...claims })}`
  return `${text}.${sign(text, whole.alg).toString('base64url')}`
}

const verify = (token: string, more = {}) =>
  verifyJwt(token, { ...parties, secret, schema, ...more })
const refused = (token: string, what: string, more = {}) =>
  assert.throws(
    () => verify(token, more),
    { code: 'invalid_token', status: 401, message: 'The token is not good' },
    what,
  )

test('what was signed is read again by whom it is for, with its claims', () => {
  const token = signJwt({ role: 'reader' }, { ...parties, secret, subject: 'ann', seconds: 60 })
  const claims = verify(token)
  assert.deepEqual([claims.sub, claims.role], ['ann', 'reader'])
  assert.equal(verify(forge()).sub, 'ann', 'the forger of this test knows how')
})

test('another algorithm, key or signature is refused, and nobody is told why', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  for (const [what, token] of [
    ['no algorithm', forge({}, { alg: 'none' }, () => Buffer.alloc(0))],
    ['no algorithm, written otherwise', forge({}, { alg: 'nOnE' }, () => Buffer.alloc(0))],
    ['a stronger one', forge({}, { alg: 'HS512' })],
    [
      'a key pair',
      forge({}, { alg: 'RS256' }, (text) => signWith('sha256', Buffer.from(text), privateKey)),
    ],
    [
      'a public key as secret',
      forge({}, {}, (text) => createHmac('sha256', pem).update(text).digest()),
    ],
    [
      'another secret',
      forge({}, {}, (text) => createHmac('sha256', 't'.repeat(43)).update(text).digest()),
    ],
    ['no signature', forge().replace(/[^.]*$/, '')],
    ['changed claims', forge().replace(/\.[^.]*\./, `.${part({ sub: 'root', exp: now() + 60 })}.`)],
    ['an extension that must be known', forge({}, { crit: ['exp'], exp: 1 })],
    ['claims that are not encoded', forge({}, { b64: false, crit: ['b64'] })],
    ['nothing', ''],
    ['no token', 'a.b.c'],
    ['a token above 8 KiB', forge({ role: 'x'.repeat(8192) })],
  ] as const) {
    refused(token, what)
  }
})

test('a token for others, without an end, or of another time is refused', () => {
  for (const [what, claims] of [
    ['another issuer', { iss: 'portal2' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'portal' }],
    ['several audiences', { aud: ['gateway', 'portal'] }],
    ['the audience in a list', { aud: ['gateway'] }],
    ['no end', { exp: undefined }],
    ['an end that is no number', { exp: '9999999999' }],
    ['an end that is now', { exp: now() }],
    ['an end long ago', { iat: now() - 7200, exp: now() - 3600 }],
    ['no beginning', { iat: undefined }],
    ['a beginning in the future', { iat: now() + 300, exp: now() + 600 }],
    ['not before a later time', { nbf: now() + 300 }],
    ['claims that the reader does not know', { role: 7 }],
  ] as const) {
    refused(forge(claims), what)
  }
  assert.equal(verify(forge({ iat: now() + 30 })).sub, 'ann', 'clocks differ a little')
})

test('grace lets one pass that has just ended, and loosens nothing else', () => {
  const grace = { graceSeconds: 60 }
  assert.equal(verify(forge({ exp: now() - 30 }), grace).sub, 'ann')
  refused(forge({ exp: now() - 61 }), 'longer ago', grace)
  refused(forge({ exp: undefined }), 'no end', grace)
  refused(forge({ exp: now() - 30, aud: 'portal' }), 'another audience', grace)
  refused(forge({ iat: now() + 100 }), 'the future', grace)
})

test('a secret that could be guessed signs and verifies nothing', () => {
  const weak = { ...parties, secret: 'short' }
  assert.throws(() => signJwt({}, { ...weak, subject: 'ann', seconds: 60 }), TypeError)
  assert.throws(() => verifyJwt(forge(), { ...weak, schema }), TypeError)
})
