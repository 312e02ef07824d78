import { hash } from 'node:crypto'
import type { ReadToken, TokenClaims } from './read-token.ts'

/** Of so many tokens at most it is remembered that they are good. */
const LIMIT = 20_000

/**
 * After a restart everybody shows the token of before: its signature is not checked again. Only the digest
 * is kept, and only of good ones. An end is still an end; what else ends a token (standing.ts) is asked for
 * whenever somebody joins.
 */
export function rememberTokens(read: ReadToken, limit = LIMIT): ReadToken {
  const known = new Map<string, TokenClaims>()
  return (token) => {
    const digest = hash('sha256', token, 'base64')
    const found = known.get(digest)
    if (found && found.exp > Date.now() / 1000) return found
    const claims = read(token)
    if (claims) {
      const [oldest] = known.keys()
      if (oldest !== undefined && known.size >= limit) known.delete(oldest)
      known.set(digest, claims)
    } else known.delete(digest)
    return claims
  }
}
