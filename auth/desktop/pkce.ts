import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isSameSecret } from '#core/http/same-secret.ts'

/** A challenge by method S256: the SHA-256 of the verifier in base64url (RFC 7636 section 4.2). */
export const challenge = z.string().regex(/^[\w-]{43}$/)

/** A verifier as RFC 7636 section 4.1 writes it. */
export const verifier = z.string().regex(/^[\w.~-]{43,128}$/)

/** Whether `given` is the verifier that the challenge was made of. */
export function answersChallenge(expected: string, given: string): boolean {
  return isSameSecret(createHash('sha256').update(given).digest('base64url'), expected)
}
