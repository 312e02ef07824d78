import { createHash, randomBytes } from 'node:crypto'

/** A secret of 256 bits that only its holder has, and the hash under which it is stored. */
export interface OpaqueToken {
  readonly token: string
  readonly hash: Buffer
}

/** Makes a token; the prefix tells people and secret scanners what it is. */
export function makeOpaqueToken(prefix = ''): OpaqueToken {
  const token = `${prefix}${randomBytes(32).toString('base64url')}`
  return { token, hash: hashOpaqueToken(token) }
}

/** A plain SHA-256 is right here: 256 random bits cannot be guessed, so a slow hash gains nothing. */
export function hashOpaqueToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
