import type { KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'

const MAX_BYTES = 8192

/** PostgreSQL's texts cannot hold NUL or half a character, and one bad name would fail what it is asked with. */
const name = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => !text.includes('\0') && text.isWellFormed())

const claims = z.object({
  sub: name,
  exp: z.number(),
  iss: z.string().optional(),
  /** The linked device, in tokens of this stack. */
  sid: z.uuid().optional().catch(undefined),
  jti: name.optional(),
})

/** Who showed a token, until when (seconds since 1970), and by what it can be revoked. */
export type TokenClaims = z.output<typeof claims>

/** How tokens are judged. */
export interface TokenRules {
  readonly secret: KeyObject
  readonly issuer: string
}

/** The claims of a good token; undefined for everything else. */
export type ReadToken = (token: string) => TokenClaims | undefined

/**
 * The claims of a good token (RFC 7519, HS256): signed by the secret, with `sub` and `exp`, not expired, of
 * our issuer if it names one. Undefined for everything else; which it was is nobody's business.
 */
export function readToken(token: string, { secret, issuer }: TokenRules): TokenClaims | undefined {
  if (token.length > MAX_BYTES) return undefined
  try {
    const { payload, header } = jwt.verify(token, secret, { algorithms: ['HS256'], complete: true })
    const found = claims.parse(payload)
    // Extensions that a reader must know (RFC 7515 section 4.1.11).
    if ('crit' in header || 'b64' in header) return undefined
    return found.iss === undefined || found.iss === issuer ? found : undefined
  } catch (error) {
    // Whatever is wrong with it was decided by whoever sent it: the library throws JsonWebTokenError, and
    // SyntaxError for what is no JSON.
    if (error instanceof Error) return undefined
    throw error
  }
}
