import type { RequestListener } from 'node:http'
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import { openLoopbackServer } from './loopback-server.ts'

/** A complete OpenID provider on loopback. Each login name is an account `NAME@acme.com` that consents. */
export interface OpenIdProvider extends AsyncDisposable {
  readonly url: string
  /** Walks from the portal's redirect through login and consent; returns the address that leads back. */
  walk(from: string, login: string): Promise<URL>
  /** Ends the session of a browser that walked, as people do who sign out at the provider. */
  endSession(): Promise<void>
  /** What the provider's own calls to the portal ended with. */
  readonly backChannel: readonly string[]
}

export interface OpenIdClient {
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  readonly backChannelLogoutUri: string
}

/** `client` is asked for once the provider's own address is known. */
export async function openOpenIdProvider(
  client: (url: string) => Promise<OpenIdClient>,
): Promise<OpenIdProvider> {
  const backChannel: string[] = []
  let answer: RequestListener = (_request, response) => response.end()
  const server = await openLoopbackServer((request, response) => answer(request, response))
  const { url } = server
  const provider = new Provider(url, configuration(await client(url)))
  provider.on('backchannel.success', () => backChannel.push('success'))
  provider.on('backchannel.error', (_ctx, error) => backChannel.push(error.message))
  provider.use(answerInteraction(provider))
  const handle = provider.callback()
  answer = (request, response) => void handle(request, response)
  const cookies = new Map<string, string>()

  async function visit(address: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(address, { ...init, redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return answer
  }

  return {
    url,
    backChannel,
    async walk(from, login) {
      let address = from
      for (let step = 0; step < 12; step += 1) {
        const answer = await visit(
          `${address}${address.includes('/interaction/') ? `?login=${login}` : ''}`,
        )
        const next = answer.headers.get('location')
        if (next === null) throw new Error(`the provider stopped: ${await answer.text()}`)
        address = new URL(next, url).href
        if (!address.startsWith(url)) return new URL(address)
      }
      throw new Error('the provider goes round and round')
    },
    async endSession() {
      const page = await (await visit(`${url}/session/end`)).text()
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
      const body = new URLSearchParams({ xsrf, logout: 'yes' })
      await visit(`${url}/session/end/confirm`, { method: 'POST', body })
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function configuration(client: OpenIdClient): Configuration {
  return {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [client.redirectUri],
        backchannel_logout_uri: client.backChannelLogoutUri,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { openid: ['sub', 'sid'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
    },
    // Its own guard refuses loopback addresses, which is where the portal of a test is.
    fetch(address, init) {
      const { method, headers, body } = init as RequestInit & { method: string }
      return fetch(address, { method, headers: headers ?? {}, body: body ?? null })
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@acme.com`, email_verified: true, name: id }),
    }),
    cookies: { keys: ['a key for tests'] },
  }
}

/** Login and consent without a question: the query says who it is. */
function answerInteraction(provider: Provider) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    if (!ctx.path.startsWith('/interaction/')) return next()
    const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res)
    if (prompt.name === 'login') {
      const accountId = String(ctx.query['login'])
      await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId } })
    } else {
      const accountId = session?.accountId ?? ''
      const grant = new provider.Grant({ accountId, clientId: String(params['client_id']) })
      grant.addOIDCScope('openid email profile')
      const grantId = await grant.save()
      await provider.interactionFinished(ctx.req, ctx.res, { consent: { grantId } })
    }
    ctx.respond = false
  }
}
