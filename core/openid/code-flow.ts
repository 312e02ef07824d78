import type { Context } from 'koa'
import * as client from 'openid-client'
import { z } from 'zod'
import { BadRequest, messageOf } from '../errors.ts'
import { clientAddress } from '../http/client-address.ts'
import { audit } from '../identity/audit.ts'
import { browserTransactions, type TransactionDeps } from '../identity/browser-transactions.ts'
import { seeOther } from '../portal/page-context.ts'
import type { IssuerClient } from './issuer-client.ts'

const transaction = z.object({
  issuer: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
})

/** What an ID token says; the rest of its claims stays reachable. */
const claims = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  iat: z.number(),
  sid: z.string().optional(),
  email: z.string().optional(),
  // Only the JSON value counts: a text "true" is not what Core 1.0, section 5.1, says.
  email_verified: z.literal(true).optional().catch(undefined),
  // Nobody is kept out because of these, whatever an issuer writes there.
  name: z.string().optional().catch(undefined),
  picture: z
    .string()
    .regex(/^\P{Cc}*$/u)
    .optional()
    .catch(undefined),
})

export type IdClaims = z.output<typeof claims>

export interface CodeFlowOptions extends TransactionDeps {
  readonly issuer: IssuerClient
  /** Where the issuer sends people back: a path of the portal. */
  readonly callbackPath: string
  readonly scope: string
  /** Further parameters of the first request, such as `hd`. */
  readonly parameters?: Readonly<Record<string, string>>
}

/** The authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636). */
export interface CodeFlow {
  /** Sends the browser to the issuer. */
  begin(ctx: Context): Promise<void>
  /** The claims of who came back; BadRequest('sign_in_refused') for everything that is not right. */
  finish(ctx: Context): Promise<IdClaims>
}

const TEN_MINUTES = 600
const MAX_SKEW_SECONDS = 60

export function codeFlow(options: CodeFlowOptions): CodeFlow {
  const { issuer, publicUrl, callbackPath, scope, parameters = {} } = options
  const redirectUri = new URL(callbackPath, publicUrl).href
  const transactions = browserTransactions(options, {
    purpose: 'openid',
    data: transaction,
    seconds: TEN_MINUTES,
  })

  /** One answer for all reasons: what exactly was wrong is for administrators alone. */
  async function refused(ctx: Context, cause: unknown): Promise<BadRequest> {
    const detail = { reason: messageOf(cause).slice(0, 300) }
    const address = clientAddress(ctx)
    const action = 'sign-in.refused'
    await audit(options.db, { actor: 'visitor', action, subject: issuer.issuer, detail, address })
    return new BadRequest('sign_in_refused', 'The sign-in could not be completed.', {
      remedy: 'Begin again at the login page. If it happens twice, tell an administrator the time.',
      cause,
    })
  }

  return {
    async begin(ctx) {
      const configuration = await issuer.configuration()
      const [state, nonce] = [client.randomState(), client.randomNonce()]
      const verifier = client.randomPKCECodeVerifier()
      await transactions.begin(ctx, { issuer: issuer.issuer, state, nonce, verifier })
      const url = client.buildAuthorizationUrl(configuration, {
        ...parameters,
        redirect_uri: redirectUri,
        scope,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      seeOther(ctx, url.href)
    },

    async finish(ctx) {
      const begun = await transactions.take(ctx)
      if (begun?.issuer !== issuer.issuer)
        throw await refused(ctx, new Error('not begun in this browser, or too late'))
      const configuration = await issuer.configuration()
      // Never from the request's Host: only the query is the issuer's.
      const returned = new URL(redirectUri)
      returned.search = ctx.search
      try {
        const tokens = await client.authorizationCodeGrant(configuration, returned, {
          pkceCodeVerifier: begun.verifier,
          expectedState: begun.state,
          expectedNonce: begun.nonce,
          idTokenExpected: true,
        })
        return await completed(configuration, tokens.access_token, claims.parse(tokens.claims()))
      } catch (cause) {
        throw await refused(ctx, cause)
      }
    },
  }
}

/** Not every issuer puts the address into the ID token: then its userinfo says it. */
async function completed(
  configuration: client.Configuration,
  accessToken: string,
  found: IdClaims,
): Promise<IdClaims> {
  if (found.iat > Date.now() / 1000 + MAX_SKEW_SECONDS)
    throw new Error('the token is from the future')
  if (found.email !== undefined || !configuration.serverMetadata().userinfo_endpoint) return found
  const more = await client.fetchUserInfo(configuration, accessToken, found.sub)
  const said = Object.entries(found).filter(([, value]) => value !== undefined)
  // Whether an address is verified is for who says the address.
  const { email_verified } = more
  return claims.parse({ ...more, ...Object.fromEntries(said), email_verified })
}
