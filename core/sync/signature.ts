import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { Forbidden, UpstreamError } from '../errors.ts'
import { canonicalJson } from './canonical-json.ts'
import { signedRoot, type RootManifest, type SignedRoot } from './root.ts'

/** Signs a root with an Ed25519 private key; the public half goes with it as `key`. */
export function signRoot(root: RootManifest, privateKey: KeyObject): SignedRoot {
  const { x: key } = createPublicKey(privateKey).export({ format: 'jwk' })
  if (key === undefined) throw new TypeError('the signing key is not an Ed25519 key')
  const signed = { ...root, key }
  return { ...signed, sig: sign(null, bytesOf(signed), privateKey).toString('base64url') }
}

/**
 * Checks what a server sent as a root: its shape, its signature and, when one is pinned, its key.
 * Throws UpstreamError('invalid_root' | 'invalid_signature') or Forbidden('server_key_changed').
 */
export function verifyRoot(body: unknown, pinnedKey?: string): SignedRoot {
  const parsed = signedRoot.safeParse(body)
  if (!parsed.success) {
    throw new UpstreamError('invalid_root', 'The server did not send a root manifest', {
      cause: parsed.error,
    })
  }
  const { key, sig } = parsed.data
  if (pinnedKey !== undefined && key !== pinnedKey) {
    throw new Forbidden('server_key_changed', 'The server signs with another key than before')
  }
  // What a later server adds is signed as well, though it is not read here.
  const { sig: _sig, ...signed } = Object(body) as Record<string, unknown>
  if (!isSigned(signed, key, sig)) {
    throw new UpstreamError('invalid_signature', 'The signature of the root manifest is wrong')
  }
  return parsed.data
}

function isSigned(signed: unknown, x: string, sig: string): boolean {
  if (!/^[\w-]{43}$/.test(x)) return false
  const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } })
  return verify(null, bytesOf(signed), key, Buffer.from(sig, 'base64url'))
}

const bytesOf = (signed: unknown): Buffer => Buffer.from(canonicalJson(signed))
