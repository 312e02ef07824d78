import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { hostKey } from './host-key.ts'
import { readPublicKey } from './public-key.ts'

const run = promisify(execFile)

/** Why ssh-keygen cannot be asked; undefined when it can. */
const skip = await run('ssh-keygen', ['-?']).then(
  () => undefined,
  (error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? 'ssh-keygen is not installed' : undefined,
)

test('OpenSSH reads the private key and finds the same public one', { skip }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'host-key-'))
  t.after(() => rm(folder, { recursive: true }))
  const key = hostKey(generateKeyPairSync('ed25519').privateKey)
  const file = join(folder, 'key')
  await writeFile(file, key.privateFile, { mode: 0o600 })
  assert.equal((await run('ssh-keygen', ['-y', '-f', file])).stdout.trim(), key.publicLine)
  assert.ok((await run('ssh-keygen', ['-l', '-f', file])).stdout.includes(key.fingerprint))
})

test('its public line is one that we would take ourselves', () => {
  const key = hostKey(generateKeyPairSync('ed25519').privateKey)
  assert.equal(readPublicKey(key.publicLine).fingerprint, key.fingerprint)
})
