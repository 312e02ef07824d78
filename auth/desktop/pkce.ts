import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** A challenge by method S256: the SHA-256 of the verifier in base64url (RFC 7636 section 4.2). */
export const challenge = z.string().regex(/^[\w-]{43}$/)

/** A verifier as RFC 7636 section 4.1 writes it. */
export const verifier = z.string().regex(/^[\w.~-]{43,128}$/)

/** Whether `given` is the verifier that the challenge was made of. */
export function answersChallenge(expected: string, given: string): boolean {
  const actual = createHash('sha256').update(given).digest('base64url')
  return (
    actual.length === expected.length && timingSafeEqual(Buffer.from(actual), Buffer.from(expected))
  )
}
