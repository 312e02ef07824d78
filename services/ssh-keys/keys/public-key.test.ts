import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'
import { readPublicKey } from './public-key.ts'

type Part = string | Buffer

/** The wire form of a key: each part with its length in front. */
function blob(...parts: readonly Part[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(Buffer.from(part).length)
      return [length, Buffer.from(part)]
    }),
  )
}

const line = (type: string, bytes: Buffer, comment = '') =>
  `${type} ${bytes.toString('base64')} ${comment}`.trim()

const part = (key: KeyObject, name: 'x' | 'y' | 'n' | 'e') =>
  Buffer.from(String(key.export({ format: 'jwk' })[name]), 'base64url')

const ed = part(generateKeyPairSync('ed25519').publicKey, 'x')
const ed25519 = blob('ssh-ed25519', ed)

function rsa(modulusLength: number): Buffer {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength })
  return blob('ssh-rsa', part(publicKey, 'e'), Buffer.concat([Buffer.of(0), part(publicKey, 'n')]))
}

function ecdsa(namedCurve: string, name: string): Buffer {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve })
  const point = Buffer.concat([Buffer.of(4), part(publicKey, 'x'), part(publicKey, 'y')])
  return blob(`ecdsa-sha2-${name}`, name, point)
}

// The fingerprint is ssh-keygen's own for this key.
const known = {
  line: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl git@github.com',
  fingerprint: 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
}

test('a key is read with its comment and the fingerprint that ssh-keygen shows', () => {
  const { type, fingerprint, comment } = readPublicKey(`  ${known.line}\n`)
  assert.deepEqual(
    { type, fingerprint, comment },
    {
      type: 'ssh-ed25519',
      fingerprint: known.fingerprint,
      comment: 'git@github.com',
    },
  )
})

test('weakness: hardware keys are refused: every kind that is good today is taken', () => {
  const application = 'ssh:'
  const good = {
    'ssh-ed25519': ed25519,
    'ssh-rsa': rsa(3072),
    'ecdsa-sha2-nistp256': ecdsa('P-256', 'nistp256'),
    'ecdsa-sha2-nistp384': ecdsa('P-384', 'nistp384'),
    'ecdsa-sha2-nistp521': ecdsa('P-521', 'nistp521'),
    'sk-ssh-ed25519@openssh.com': blob('sk-ssh-ed25519@openssh.com', ed, application),
  }
  for (const [type, bytes] of Object.entries(good)) {
    const text = line(type, bytes, 'a comment; with $(signs) <b>')
    assert.equal(readPublicKey(text).comment, 'a comment; with $(signs) <b>', type)
  }
})

test('weakness: the key is not decoded, DSS and weak RSA are accepted: what is inside counts', () => {
  const cut = ed25519.subarray(0, -1)
  const bad: Readonly<Record<string, string>> = {
    nothing: '',
    'RSA with 2048 bits': line('ssh-rsa', rsa(2048)),
    'RSA with an even exponent': line(
      'ssh-rsa',
      blob('ssh-rsa', Buffer.of(2), Buffer.concat([Buffer.of(0), Buffer.alloc(384, 255)])),
    ),
    DSS: line('ssh-dss', blob('ssh-dss', ed, ed, ed, ed)),
    'another kind inside': line('ssh-rsa', ed25519),
    'cut off': line('ssh-ed25519', cut),
    'something after the end': line('ssh-ed25519', Buffer.concat([ed25519, Buffer.of(0)])),
    'one field more': line('ssh-ed25519', blob('ssh-ed25519', ed, 'x')),
    'a short point': line('ssh-ed25519', blob('ssh-ed25519', ed.subarray(1))),
    'a point beside the curve': line(
      'ecdsa-sha2-nistp256',
      blob('ecdsa-sha2-nistp256', 'nistp256', Buffer.alloc(65, 4)),
    ),
    'another curve': line('ecdsa-sha2-nistp256', ecdsa('P-384', 'nistp384')),
    'a hardware key for the web': line(
      'sk-ssh-ed25519@openssh.com',
      blob('sk-ssh-ed25519@openssh.com', ed, 'https://example.com'),
    ),
    'no base64': 'ssh-ed25519 AAAA*AAA',
    'base64 in another form': `${line('ssh-ed25519', ed25519)}=`,
    'a certificate': line('ssh-ed25519-cert-v01@openssh.com', ed25519),
    'a name of every object': line('constructor', blob('constructor', ed)),
  }
  for (const [what, text] of Object.entries(bad))
    assert.throws(() => readPublicKey(text), { code: 'bad_public_key' }, what)
})

test('options, more lines, signs that nobody sees, and private keys are refused', () => {
  const good = line('ssh-ed25519', ed25519, 'me')
  for (const text of [
    `command="id" ${good}`,
    `from="*",restrict ${good}`,
    `${good}\n${good}`,
    `${good}\r\nssh-rsa AAAA`,
    `${good}\u0000`,
    `${good} \u202egnp`,
    `${good} ${'x'.repeat(5000)}`,
  ])
    assert.throws(() => readPublicKey(text), { code: 'bad_public_key' }, JSON.stringify(text))
  assert.throws(
    () => readPublicKey('-----BEGIN OPENSSH PRIVATE KEY-----\nabc'),
    /private key: it is for your machine alone/,
  )
})

test('a long comment is cut, and one with blanks stays one', () => {
  assert.equal(
    readPublicKey(line('ssh-ed25519', ed25519, 'my  old laptop')).comment,
    'my old laptop',
  )
  assert.equal(readPublicKey(line('ssh-ed25519', ed25519, 'x'.repeat(300))).comment.length, 100)
})
