import { randomUUID } from 'node:crypto'
import { deviceTokenSecret } from '#core/identity/device-tokens.ts'
import { signJwt } from '#core/jwt.ts'
import type { Secrets } from '#core/secrets.ts'

/** A page that is open longer asks again; a session that has ended gets no more. */
export const LIVE_SECONDS = 300

/**
 * A token that opens a live connection and nothing else: its audience is not that of a device's token.
 * It has a `jti`, so that the gateway looks whether its owner was locked out meanwhile.
 */
export function signLiveToken(secrets: Secrets, username: string): string {
  return signJwt(
    { jti: randomUUID() },
    {
      secret: deviceTokenSecret(secrets),
      issuer: 'data-analyst',
      audience: 'data-analyst-live',
      subject: username,
      seconds: LIVE_SECONDS,
    },
  )
}
