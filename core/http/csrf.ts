import { createHmac, timingSafeEqual } from 'node:crypto'

/** The token that forms of one session carry: it proves that the page was ours and of this session. */
export function csrfToken(secret: string, sessionId: string): string {
  return createHmac('sha256', secret).update(`csrf:${sessionId}`).digest('base64url')
}

/** Whether a form's token is the session's; takes the same time whatever is given. */
export function isCsrfToken(secret: string, sessionId: string, given: string): boolean {
  const expected = Buffer.from(csrfToken(secret, sessionId))
  const actual = Buffer.from(given)
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}
