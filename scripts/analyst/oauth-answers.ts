import { z } from 'zod'

const webAddress = z.url({ protocol: /^https?$/ })
const secret = z.string().regex(/^[\w.~-]{1,4096}$/)

/** RFC 8414 section 2, as far as it is read. */
export const description = z
  .object({ issuer: z.string().min(1), authorization_endpoint: webAddress })
  .transform((given) => ({ issuer: given.issuer, authorizeUrl: given.authorization_endpoint }))

/** RFC 8628 section 3.2; without an interval it is five seconds. */
export const deviceGrant = z
  .object({
    device_code: secret,
    // Shown on a terminal: nothing but what can be typed.
    user_code: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
    verification_uri: webAddress,
    verification_uri_complete: webAddress.optional(),
    expires_in: z.number().positive(),
    interval: z.number().positive().default(5),
  })
  .transform((given) => ({
    deviceCode: given.device_code,
    userCode: given.user_code,
    address: new URL(given.verification_uri).href,
    ...(given.verification_uri_complete !== undefined && {
      addressWithCode: new URL(given.verification_uri_complete).href,
    }),
    seconds: given.expires_in,
    intervalSeconds: given.interval,
  }))

/** RFC 6749 section 5.1. */
export const tokens = z
  .object({
    access_token: secret,
    refresh_token: secret,
    token_type: z.string().regex(/^bearer$/i),
    expires_in: z.number().positive(),
  })
  .transform((given) => ({
    accessToken: given.access_token,
    refreshToken: given.refresh_token,
    seconds: given.expires_in,
  }))

/** The code of RFC 6749 section 5.2. */
export const refusal = z
  .object({ error: z.string().regex(/^[\w:/.-]{1,80}$/) })
  .transform(({ error }) => error)
