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
const MAX_SKEW_SECONDS = 60
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
 * why: another algorithm, issuer or audience, a missing or past expiry, a missing or future time of
 * issue, critical extensions, and tokens above 8 KiB. With `graceSeconds` it may have expired that long
 * ago; nothing else is loosened by it.
 */
export function verifyJwt<T>(
  token: string,
  options: JwtParties & {
    readonly secret: string
    readonly schema: z.ZodType<T>
    readonly graceSeconds?: number
  },
): T {
  const { secret, issuer, audience, schema, graceSeconds = 0 } = options
  requireStrong(secret)
  try {
    if (token.length > MAX_BYTES) throw new Error('too large')
    const { header, payload } = jwt.verify(token, secret, {
      algorithms: [algorithm],
      issuer,
      audience,
      complete: true,
      // Checked below: the library's clockTolerance would let tokens from the future pass as well.
      ignoreExpiration: true,
    })
    if (typeof payload === 'string') throw new Error('no claims')
    // What the library lets through: no expiry, a list of audiences, a token from the future, and
    // extensions that the reader must know (RFC 7515 section 4.1.11).
    if (typeof payload.exp !== 'number' || payload.aud !== audience)
      throw new Error('no expiry or audience')
    if (payload.exp + graceSeconds <= Date.now() / 1000) throw new Error('expired')
    if (payload.iat === undefined || payload.iat > Date.now() / 1000 + MAX_SKEW_SECONDS)
      throw new Error('no time of issue, or one in the future')
    if ('crit' in header || 'b64' in header) throw new Error('unknown extension')
    return schema.parse(payload)
  } catch (cause) {
    throw new Unauthorized('invalid_token', 'The token is not good', { cause })
  }
}

function requireStrong(secret: string): void {
  if (secret.length < MIN_SECRET)
    throw new TypeError(`a secret has at least ${MIN_SECRET} characters`)
}
