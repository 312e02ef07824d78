import {
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  type WebAuthnCredential,
} from '@simplewebauthn/server'
import { messageOf } from '#core/errors.ts'
import type { Passkey } from './passkeys.ts'
import type { RelyingParty } from './relying-party.ts'

/**
 * EdDSA, ES256 and RS256 (RFC 9053, RFC 8812): what every authenticator has one of. Named, because the
 * library would add those that this Node has only as an experiment, and warn of it.
 */
export const passkeyAlgorithms = [-8, -7, -257]

/** What came of a verification: a value, or why there is none, for the audit log. */
export type Verified<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string }

/** Verifies a new passkey: our challenge, our origin, and a device that made sure who uses it. */
export function verifyNewPasskey(
  response: RegistrationResponseJSON,
  challenge: string,
  { id, origin }: RelyingParty,
): Promise<Verified<WebAuthnCredential>> {
  return outcomeOf(async () => {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: passkeyAlgorithms,
    })
    return verified ? registrationInfo.credential : undefined
  })
}

/** Verifies that a passkey has signed our challenge; gives the counter that it has reached. */
export function verifyPasskey(
  response: AuthenticationResponseJSON,
  challenge: string,
  { id, origin }: RelyingParty,
  passkey: Passkey,
): Promise<Verified<number>> {
  return outcomeOf(async () => {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      credential: { ...passkey, publicKey: new Uint8Array(passkey.publicKey) },
    })
    return verified ? authenticationInfo.newCounter : undefined
  })
}

async function outcomeOf<Value>(
  verify: () => Promise<Value | undefined>,
): Promise<Verified<Value>> {
  try {
    const value = await verify()
    if (value !== undefined) return { ok: true, value }
    return { ok: false, reason: 'the signature is not right' }
  } catch (error) {
    // The library throws for everything that does not fit, whoever is to blame.
    return { ok: false, reason: messageOf(error) }
  }
}
