import type { IncomingMessage, ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { openLoopbackServer } from './loopback-server.ts'

/** What an issuer of a test does otherwise than a good one. */
export interface Misbehaviour {
  /** Changes the claims of the ID token; undefined members are left out. */
  claims?: (claims: JWTPayload) => JWTPayload
  /** Makes the ID token in another way. */
  token?: (claims: JWTPayload) => Promise<string>
  /** Changes the query with which the browser comes back. */
  callback?: (query: URLSearchParams) => void
  userinfo?: (claims: JWTPayload) => JWTPayload
  /** Changes the description. */
  metadata?: (metadata: Record<string, unknown>) => Record<string, unknown>
  /** Answers nothing at all. */
  down?: boolean
}

/** An OpenID issuer on loopback that signs with a real key and misbehaves as the test says. */
export interface FakeIssuer extends AsyncDisposable {
  readonly url: string
  misbehaviour: Misbehaviour
  /** Of the requests to /authorize, the newest last. */
  readonly asked: readonly URLSearchParams[]
  /** How often each address was asked. */
  readonly counts: Readonly<Record<string, number>>
  /** Signs anything as this issuer. */
  sign(claims: JWTPayload, options?: { typ?: string }): Promise<string>
  /** Takes a new key into use. */
  rotate(): Promise<void>
}

export const clientId = 'portal'

export async function openFakeIssuer(who: JWTPayload): Promise<FakeIssuer> {
  const asked: URLSearchParams[] = []
  const counts: Record<string, number> = {}
  const codes = new Map<string, URLSearchParams>()
  let generation = 0
  let keys = await generateKeyPair('RS256')
  const server = await openLoopbackServer((request, response) => void answer(request, response))
  const { url } = server

  const issuer: FakeIssuer = {
    url,
    misbehaviour: {},
    asked,
    counts,
    sign: (claims, { typ = 'JWT' } = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: `k${generation}`, typ })
        .sign(keys.privateKey),
    async rotate() {
      generation += 1
      keys = await generateKeyPair('RS256')
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }

  function metadata(): Record<string, unknown> {
    const good = {
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      userinfo_endpoint: `${url}/userinfo`,
      jwks_uri: `${url}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
    }
    return issuer.misbehaviour.metadata?.(good) ?? good
  }

  function claimsOf(begun: URLSearchParams): JWTPayload {
    const now = Math.floor(Date.now() / 1000)
    const nonce = begun.get('nonce') ?? ''
    const usual = { iss: url, aud: clientId, iat: now, exp: now + 300, nonce, sid: 'sid-1', ...who }
    return issuer.misbehaviour.claims?.(usual) ?? usual
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    counts[pathname] = (counts[pathname] ?? 0) + 1
    if (issuer.misbehaviour.down) return void request.socket.destroy()
    const json = (body: unknown) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    if (pathname === '/.well-known/openid-configuration') return json(metadata())
    if (pathname === '/jwks') {
      const kid = `k${generation}`
      return json({
        keys: [{ ...(await exportJWK(keys.publicKey)), kid, alg: 'RS256', use: 'sig' }],
      })
    }
    if (pathname === '/authorize') {
      asked.push(searchParams)
      const code = `code-${codes.size}`
      codes.set(code, searchParams)
      const query = new URLSearchParams({ code, state: searchParams.get('state') ?? '', iss: url })
      issuer.misbehaviour.callback?.(query)
      response.writeHead(303, { location: `${searchParams.get('redirect_uri')}?${query}` })
      return void response.end()
    }
    const begun = [...codes.values()].at(-1) ?? new URLSearchParams()
    const claims = claimsOf(begun)
    if (pathname === '/userinfo') {
      const { sub, email, email_verified } = claims
      return json(issuer.misbehaviour.userinfo?.(claims) ?? { sub, email, email_verified })
    }
    const made = await (issuer.misbehaviour.token?.(claims) ?? issuer.sign(claims))
    json({
      access_token: 'at',
      token_type: 'Bearer',
      expires_in: 60,
      ...(made !== '' && { id_token: made }),
    })
  }

  return issuer
}
