import type { SignInProfile } from '#core/auth.ts'
import type { Database } from '#core/database/connect.ts'
import { messageOf } from '#core/errors.ts'
import { readAssertion } from './assertion.ts'
import type { IssuerConfig } from './config.ts'
import { takeRequest } from './login-requests.ts'
import { profileOf } from './profile-of.ts'
import { Refusal } from './refusal.ts'
import { checkResponseDocument } from './response-document.ts'
import { samlClient, type OurSide } from './saml-client.ts'

/** A response that counts: who signs in, and the request that it answers. */
export interface CheckedResponse {
  readonly requestId: string
  readonly profile: SignInProfile
}

/**
 * Checks a response, base64 as the form carries it. Its request is used up before the signature is looked
 * at, so that of two equal responses at most one counts. Throws Refusal with the reason.
 */
export async function checkResponse(
  db: Database,
  settings: IssuerConfig,
  our: OurSide,
  encoded: string,
): Promise<CheckedResponse> {
  const expected = { acsUrl: our.acsUrl, idpIssuer: settings.idp_issuer }
  const xml = Buffer.from(encoded, 'base64').toString('utf8')
  const requestId = await checkResponseDocument(xml, expected)
  const request = await takeRequest(db, settings.id, requestId)
  if (!request) throw new Refusal('it answers no request that waits')
  const { profile } = await samlClient(settings, our, request)
    .validatePostResponseAsync({ SAMLResponse: encoded })
    .catch((cause: unknown) => {
      throw new Refusal(messageOf(cause), { cause })
    })
  if (!profile) throw new Refusal('it holds no assertion')
  const assertion = readAssertion(profile, expected, requestId)
  return { requestId, profile: profileOf(assertion, settings) }
}
