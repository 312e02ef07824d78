import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { bearerToken } from '#core/http/bearer-token.ts'

/** Whether a request carries the bearer token (RFC 6750) of the stack's own senders. */
export function bearerCheck(token: string): (request: IncomingMessage) => boolean {
  const expected = digest(token)
  return ({ headers }) => {
    const given = bearerToken(headers.authorization)
    return given !== undefined && timingSafeEqual(digest(given), expected)
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
