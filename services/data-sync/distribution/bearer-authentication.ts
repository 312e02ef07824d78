import { createHash } from 'node:crypto'
import { Unauthorized } from '#core/errors.ts'
import { bearerToken } from '#core/http/bearer-token.ts'
import { BoundedMap } from './bounded-map.ts'

/** The part of a principal that distribution needs: the patterns of the tables that it may read. */
export interface Reader {
  readonly tables: readonly string[]
}

/** Finds out whose token it is, now; undefined when it is not good (any more). */
export type Authenticate = (token: string) => Promise<Reader | undefined>

/** How long an object request may rely on an earlier answer. Roots never do. */
const cacheMs = 1000

/** Authenticates `Authorization: Bearer` (RFC 6750); both ways throw Unauthorized. */
export interface BearerAuthentication {
  /** Asks now. */
  fresh(authorization: string | undefined): Promise<Reader>
  /** May be up to a second old: a sync asks for thousands of objects. */
  recent(authorization: string | undefined): Promise<Reader>
}

/** Keeps good and bad answers for a second, by the token's hash. */
export function bearerAuthentication(
  authenticate: Authenticate,
  now: () => number = Date.now,
): BearerAuthentication {
  let answers = new BoundedMap<Promise<Reader | undefined>>(1000)
  let since = now()
  return {
    fresh: async (authorization) => accept(await authenticate(tokenOf(authorization))),
    async recent(authorization) {
      const token = tokenOf(authorization)
      if (now() - since >= cacheMs) {
        answers = new BoundedMap(1000)
        since = now()
      }
      const hash = createHash('sha256').update(token).digest('base64url')
      return accept(await answers.getOrMake(hash, () => authenticate(token)))
    },
  }
}

function tokenOf(authorization: string | undefined): string {
  const token = bearerToken(authorization)
  if (token !== undefined) return token
  throw new Unauthorized('token_missing', 'This address needs a personal token', {
    remedy: 'Run `analyst login`, or make a token on the portal’s account page.',
    headers: { 'WWW-Authenticate': 'Bearer realm="sync"' },
  })
}

function accept(reader: Reader | undefined): Reader {
  if (reader) return reader
  throw new Unauthorized('invalid_token', 'The token is unknown, expired or revoked', {
    remedy: 'Run `analyst login`, or make a new token on the portal’s account page.',
    headers: { 'WWW-Authenticate': 'Bearer realm="sync", error="invalid_token"' },
  })
}
