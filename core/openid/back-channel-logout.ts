import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import type { IssuerLogout } from '../auth.ts'
import type { Database } from '../database/connect.ts'
import { BadRequest, UpstreamError } from '../errors.ts'
import { isFirstUse } from '../identity/browser-transactions.ts'
import type { IssuerClient } from './issuer-client.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const MAX_AGE_SECONDS = 300

/** No answer in time, another status than 200, or no JSON (jose, util/errors). */
const UNANSWERED = [errors.JWKSTimeout.code, errors.JWKSInvalid.code, errors.JOSEError.code]

const logoutClaims = z
  .looseObject({
    jti: z.string().min(1),
    iat: z.number(),
    sub: z.string().optional(),
    sid: z.string().optional(),
    events: z.looseObject({ [EVENT]: z.looseObject({}) }),
    // A nonce marks an ID token, which must not be taken for one of these.
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined, 'names neither sub nor sid')

/**
 * Checks logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.6) and says whose sessions are over.
 * BadRequest('invalid_logout_token') for everything else, a second use included; UpstreamError('issuer_unavailable')
 * while the issuer does not say its keys, which are kept: anybody may send us a token.
 */
export function logoutTokens(
  db: Database,
  issuer: IssuerClient,
  clientId: string,
): (token: string) => Promise<IssuerLogout> {
  let kept: { readonly address: string; readonly keys: JWTVerifyGetKey } | undefined

  return async (token) => {
    const { issuer: name, jwks_uri: address = '' } = (await issuer.configuration()).serverMetadata()
    if (kept?.address !== address) kept = { address, keys: keysAt(address) }
    const { jti, iat, sub, sid } = await claimsOf(token, kept.keys, name, clientId)
    // Nobody can use it when it is older than that, whatever time it names itself.
    const forgotten = new Date((iat + 2 * MAX_AGE_SECONDS) * 1000)
    if (!(await isFirstUse(db, `logout ${name} ${jti}`, forgotten))) throw notGood('used before')
    return {
      issuer: name,
      ...(sub !== undefined && { subject: sub }),
      ...(sid !== undefined && { issuerSession: sid }),
    }
  }
}

async function claimsOf(token: string, keys: JWTVerifyGetKey, issuer: string, audience: string) {
  try {
    const { payload } = await jwtVerify(token, keys, {
      ...{ issuer, audience },
      typ: 'logout+jwt',
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
      requiredClaims: ['iat', 'exp', 'jti', 'events'],
      maxTokenAge: MAX_AGE_SECONDS,
      clockTolerance: 60,
    })
    return logoutClaims.parse(payload)
  } catch (cause) {
    throw cause instanceof UpstreamError ? cause : notGood(cause)
  }
}

function notGood(cause: unknown): BadRequest {
  return new BadRequest('invalid_logout_token', 'The logout token is not good.', { cause })
}

/** A key that the issuer does not have is the token's fault; that it does not answer is not. */
function keysAt(address: string): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(address))
  return (header, token) =>
    keys(header, token).catch((cause: unknown) => {
      const { code } = cause as { code?: string }
      if (cause instanceof errors.JOSEError && !UNANSWERED.includes(code ?? '')) throw cause
      throw new UpstreamError('issuer_unavailable', 'The issuer does not say its keys.', { cause })
    })
}
