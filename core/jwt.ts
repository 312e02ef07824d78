import jwt from 'jsonwebtoken'
import type { z } from 'zod'
import { Unauthorized } from './errors.ts'

/** Who made a token for whom; both are compared exactly. */
export interface JwtParties {
  readonly issuer: string
  readonly audience: string
}

const MAX_BYTES = 8192
const MIN_SECRET = 32
const algorithm = 'HS256'

/** A signed token (RFC 7519, HS256) that always expires. */
export function signJwt(
  claims: object,
  options: JwtParties & {
    readonly secret: string
    readonly subject: string
    readonly seconds: number
  },
): string {
  const { secret, issuer, audience, subject, seconds } = options
  requireStrong(secret)
  return jwt.sign(claims, secret, { algorithm, issuer, audience, subject, expiresIn: seconds })
}

/**
 * The claims of a token, parsed by `schema`. Refuses, as Unauthorized('invalid_token') without saying
 * why: another algorithm, issuer or audience, a missing or past expiry, and tokens above 8 KiB.
 */
export function verifyJwt<T>(
  token: string,
  options: JwtParties & { readonly secret: string; readonly schema: z.ZodType<T> },
): T {
  const { secret, issuer, audience, schema } = options
  requireStrong(secret)
  try {
    if (token.length > MAX_BYTES) throw new Error('too large')
    const claims = jwt.verify(token, secret, { algorithms: [algorithm], issuer, audience })
    if (typeof claims === 'string') throw new Error('no claims')
    // The library accepts a token that never expires, and a list of audiences.
    if (claims.exp === undefined || claims.aud !== audience)
      throw new Error('no expiry or audience')
    return schema.parse(claims)
  } catch (cause) {
    throw new Unauthorized('invalid_token', 'The token is not good', { cause })
  }
}

function requireStrong(secret: string): void {
  if (secret.length < MIN_SECRET)
    throw new TypeError(`a secret has at least ${MIN_SECRET} characters`)
}
