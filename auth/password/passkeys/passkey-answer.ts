import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'

const base64url = z
  .string()
  .max(20_000)
  .regex(/^[\w-]+$/)
const credential = { id: base64url, rawId: base64url, type: z.literal('public-key') }

const registration = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(40)).max(10).default([]),
  }),
})

const authentication = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    // Always there for a passkey that the person chose (Web Authentication Level 3, section 7.2, step 6).
    userHandle: base64url,
  }),
})

/** What the browser sent when a passkey was made; undefined when it is not that. */
export function registrationAnswer(text: string): RegistrationResponseJSON | undefined {
  const parsed = registration.safeParse(jsonOf(text))
  return parsed.success ? { ...parsed.data, clientExtensionResults: {} } : undefined
}

/** What the browser sent when a passkey was used; undefined when it is not that. */
export function authenticationAnswer(
  text: string,
): (AuthenticationResponseJSON & { response: { userHandle: string } }) | undefined {
  const parsed = authentication.safeParse(jsonOf(text))
  return parsed.success ? { ...parsed.data, clientExtensionResults: {} } : undefined
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON matches no schema.
    return undefined
  }
}
