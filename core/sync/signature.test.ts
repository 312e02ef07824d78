import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import type { RootManifest } from './root.ts'
import { signRoot, verifyRoot } from './signature.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const root: RootManifest = {
  v: 1,
  gen: 7,
  created: '2026-01-01T00:00:00.000Z',
  engine: 'test',
  tables: [],
  assets: [],
}

test('a signed root survives the way through JSON, whatever the order of its fields', () => {
  const signed = signRoot(root, privateKey)
  assert.match(signed.key, /^[\w-]{43}$/)
  const turned = Object.fromEntries(Object.entries(signed).reverse())
  assert.deepEqual(verifyRoot(JSON.parse(JSON.stringify(turned))), signed)
  assert.deepEqual(verifyRoot(signed, signed.key), signed)
})

test('a root that was changed, or signed by somebody else, is refused', () => {
  const signed = signRoot(root, privateKey)
  const other = signRoot(root, generateKeyPairSync('ed25519').privateKey)
  assert.throws(() => verifyRoot({ ...signed, gen: 8 }), { code: 'invalid_signature' })
  assert.throws(() => verifyRoot({ ...signed, more: 1 }), { code: 'invalid_signature' })
  assert.throws(() => verifyRoot({ ...signed, key: other.key }), { code: 'invalid_signature' })
  assert.throws(() => verifyRoot({ ...signed, key: 'short' }), { code: 'invalid_signature' })
  assert.throws(() => verifyRoot(other, signed.key), { code: 'server_key_changed' })
})

test('what is no root at all is refused as that', () => {
  for (const body of [
    undefined,
    null,
    'root',
    [],
    {},
    root,
    { ...signRoot(root, privateKey), v: 2 },
  ]) {
    assert.throws(() => verifyRoot(body), { code: 'invalid_root' })
  }
})

test('what a later server adds is covered by the signature and does not break an older client', () => {
  const later: RootManifest & { readonly news: string } = { ...root, news: 'more' }
  assert.equal(verifyRoot(signRoot(later, privateKey)).gen, 7)
})
