import { createRemoteJWKSet, jwtVerify } from 'jose'
import { z } from 'zod'
import type { IssuerLogout } from '../auth.ts'
import type { Database } from '../database/connect.ts'
import { BadRequest } from '../errors.ts'
import { isFirstUse } from '../identity/browser-transactions.ts'
import type { IssuerClient } from './issuer-client.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const MAX_AGE = '5 minutes'

const logoutClaims = z
  .looseObject({
    jti: z.string().min(1),
    exp: z.number(),
    sub: z.string().optional(),
    sid: z.string().optional(),
    events: z.looseObject({ [EVENT]: z.looseObject({}) }),
    // A nonce marks an ID token, which must not be taken for one of these.
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined, 'names neither sub nor sid')

/**
 * Checks a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6) and says whose sessions are
 * over. BadRequest('invalid_logout_token') for everything else, a second use included.
 */
export async function checkLogoutToken(
  db: Database,
  issuer: IssuerClient,
  clientId: string,
  token: string,
): Promise<IssuerLogout> {
  const metadata = (await issuer.configuration()).serverMetadata()
  try {
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri ?? ''))
    const { payload } = await jwtVerify(token, keys, {
      issuer: metadata.issuer,
      audience: clientId,
      typ: 'logout+jwt',
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
      requiredClaims: ['iat', 'jti', 'events'],
      maxTokenAge: MAX_AGE,
      clockTolerance: 60,
    })
    const { jti, exp, sub, sid } = logoutClaims.parse(payload)
    if (!(await isFirstUse(db, `logout ${metadata.issuer} ${jti}`, new Date((exp + 600) * 1000)))) {
      throw new Error('used before')
    }
    return {
      issuer: metadata.issuer,
      ...(sub !== undefined && { subject: sub }),
      ...(sid !== undefined && { issuerSession: sid }),
    }
  } catch (cause) {
    throw new BadRequest('invalid_logout_token', 'The logout token is not good.', { cause })
  }
}
