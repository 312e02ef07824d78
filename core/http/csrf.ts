import { createHmac } from 'node:crypto'
import { isSameSecret } from './same-secret.ts'

/** The token that forms of one session carry: it proves that the page was ours and of this session. */
export function csrfToken(secret: string, sessionId: string): string {
  return createHmac('sha256', secret).update(`csrf:${sessionId}`).digest('base64url')
}

/** Whether a form's token is the session's; takes the same time whatever is given. */
export function isCsrfToken(secret: string, sessionId: string, given: string): boolean {
  return isSameSecret(given, csrfToken(secret, sessionId))
}
