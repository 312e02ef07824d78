import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { readPublicKey } from './public-key.ts'
import { readKeyBlob } from './read-key-blob.ts'

const run = promisify(execFile)

/** Why ssh-keygen cannot be asked; undefined when it can. */
const skip = await run('ssh-keygen', ['-?']).then(
  () => undefined,
  (error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? 'ssh-keygen is not installed' : undefined,
)

function field(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

const jwk = generateKeyPairSync('rsa', { modulusLength: 3072 }).publicKey.export({ format: 'jwk' })
const modulus = Buffer.from(String(jwk.n), 'base64url')
const zero = Buffer.of(0)
const exponent = Buffer.of(1, 0, 1)
const rsa = (e: Uint8Array, n: Uint8Array) => Buffer.concat([field('ssh-rsa'), field(e), field(n)])

/** Forms of one and the same RSA key that OpenSSH either refuses or writes in another way. */
const forms: Readonly<Record<string, Buffer>> = {
  'a negative modulus': rsa(exponent, modulus),
  'a byte too many before the modulus': rsa(exponent, Buffer.concat([zero, zero, modulus])),
  'a byte too many before the exponent': rsa(
    Buffer.concat([zero, exponent]),
    Buffer.concat([zero, modulus]),
  ),
  'a negative exponent': rsa(Buffer.of(0x81), Buffer.concat([zero, modulus])),
  'no exponent': rsa(Buffer.of(), Buffer.concat([zero, modulus])),
  'no modulus': rsa(exponent, Buffer.of()),
  'an exponent of one': rsa(Buffer.of(1), Buffer.concat([zero, modulus])),
}

test('one RSA key had many forms, each with a fingerprint of its own: two people could have it, and neither got in', () => {
  assert.equal(readKeyBlob('ssh-rsa', rsa(exponent, Buffer.concat([zero, modulus]))), undefined)
  for (const [what, bytes] of Object.entries(forms))
    assert.equal(readKeyBlob('ssh-rsa', bytes), 'its numbers are wrong', what)
})

test('lengths that lie about what follows are no fields, and nothing is read beyond the end', () => {
  const good = Buffer.concat([field('ssh-ed25519'), field(Buffer.alloc(32, 7))])
  assert.equal(readKeyBlob('ssh-ed25519', good), undefined)
  for (let at = 0; at < good.length; at += 1)
    assert.ok(readKeyBlob('ssh-ed25519', good.subarray(0, at)), `cut at ${at}`)
  for (const length of [0, 1, 31, 33, 2 ** 31, 2 ** 32 - 1]) {
    const bytes = Buffer.from(good)
    bytes.writeUInt32BE(length, good.length - 36)
    assert.ok(readKeyBlob('ssh-ed25519', bytes), `a length of ${length}`)
  }
  assert.ok(readKeyBlob('ssh-ed25519', Buffer.of()))
})

test(
  'of keys with a bit or a byte changed, OpenSSH takes what is taken here, under the same fingerprint',
  { skip },
  async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'keys-'))
    const file = join(folder.path, 'key')
    const keys: string[] = []
    for (const kind of [
      ['ed25519'],
      ['ecdsa', '-b', '256'],
      ['ecdsa', '-b', '521'],
      ['rsa', '-b', '3072'],
    ]) {
      const path = `${file}-${keys.length}`
      await run('ssh-keygen', ['-q', '-N', '', '-C', 'me', '-f', path, '-t', ...kind])
      keys.push((await readFile(`${path}.pub`, 'utf8')).trim())
    }
    const { below: random } = chooser(20261129)
    const taken: string[] = [...keys]
    for (const key of keys) {
      const [type = '', blob = ''] = key.split(' ')
      for (let round = 0; round < 300; round += 1) {
        const bytes = Buffer.from(blob, 'base64')
        const at = random(bytes.length)
        const changed =
          random(3) > 0
            ? bytes.with(at, (bytes[at] ?? 0) ^ (1 << random(8)))
            : Buffer.concat([bytes.subarray(0, at), Buffer.of(random(256)), bytes.subarray(at)])
        if (readKeyBlob(type, Buffer.from(changed)) === undefined)
          taken.push(`${type} ${Buffer.from(changed).toString('base64')} me`)
      }
    }
    await writeFile(file, taken.map((line) => `${line}\n`).join(''))
    const { stdout } = await run('ssh-keygen', ['-l', '-f', file])
    const shown = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[1])
    assert.deepEqual(
      shown,
      taken.map((line) => readPublicKey(line).fingerprint),
    )
    assert.ok(taken.length > 50 && taken.length < 1000, `${taken.length} were taken`)
  },
)
