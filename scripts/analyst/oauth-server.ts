import { NotFound } from '#core/errors.ts'
import { busy, notAPortal, retryAfterMs, unreachable } from './transfer-error.ts'

/** What the server may be asked for within the ten seconds in which a lost answer can be had again. */
const patienceMs = 4000
/** The name by which this program is known on consent and account pages. */
export const clientId = 'analyst'

/** Tokens as the server gave them; `expiresAt` is by this machine's clock, in milliseconds. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly expiresAt: number
}

/** A refusal in the words of RFC 6749 section 5.2 and RFC 8628 section 3.5. */
export interface Refusal {
  readonly refused: string
  readonly retryAfterMs?: number
}

/** What a server says of itself (RFC 8414). */
export interface ServerDescription {
  readonly issuer: string
  readonly authorizeUrl: string
}

/** A request that waits for a person (RFC 8628 section 3.2). */
export interface DeviceGrant {
  readonly deviceCode: string
  readonly userCode: string
  readonly address: string
  readonly addressWithCode?: string
  readonly seconds: number
  readonly intervalSeconds: number
}

/** The part of a server that links programs. Everything may throw TransferError. */
export interface OAuthServer {
  /** NotFound when the server links no programs. */
  describe(): Promise<ServerDescription>
  beginDevice(deviceName: string | undefined): Promise<DeviceGrant | Refusal>
  /** Takes a grant (its `grant_type` and fields) for tokens. */
  tokens(grant: Readonly<Record<string, string>>): Promise<Tokens | Refusal>
  /** Ends the device that a refresh token belongs to (RFC 7009). */
  revoke(refreshToken: string): Promise<void>
}

/** Talks to the server at `url` (with a trailing slash). */
export function oauthServer(url: string, signal: AbortSignal): OAuthServer {
  async function ask(path: string, fields?: Readonly<Record<string, string>>): Promise<Response> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
    const body = fields && new URLSearchParams(fields)
    try {
      const request = { headers: { accept: 'application/json' }, redirect: 'error', signal: limit }
      const init = { ...request, ...(body && { method: 'POST', body }) } as const
      return await fetch(new URL(path, url), init as RequestInit)
    } catch (cause) {
      signal.throwIfAborted()
      throw unreachable(url, cause)
    }
  }

  async function jsonOf(answer: Response): Promise<unknown> {
    const text = await answer.text().catch((cause: unknown) => {
      signal.throwIfAborted()
      // Broken off in the middle: what it would have said may be had again.
      throw unreachable(url, cause)
    })
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw notAPortal(url, cause)
    }
  }

  async function post(
    path: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<{ readonly body: unknown } | Refusal> {
    const answer = await ask(path, fields)
    if (answer.status >= 500) throw busy(url, answer.status, retryAfter(answer))
    const body = await jsonOf(answer)
    if (answer.status === 200) return { body }
    const { refusal } = await import('./oauth-answers.ts')
    const { success, data } = refusal.safeParse(body)
    if (!success) throw notAPortal(url)
    const wished = retryAfterMs(retryAfter(answer))
    return { refused: data, ...(wished !== undefined && { retryAfterMs: wished }) }
  }

  return {
    async describe() {
      const answer = await ask('.well-known/oauth-authorization-server')
      if (answer.status >= 500) throw busy(url, answer.status, retryAfter(answer))
      if (answer.status !== 200) throw noPrograms(url)
      const { description } = await import('./oauth-answers.ts')
      const { success, data } = description.safeParse(await jsonOf(answer))
      if (!success) throw notAPortal(url)
      return data
    },
    async beginDevice(deviceName) {
      const named = deviceName === undefined ? {} : { device_name: deviceName }
      const answer = await post('oauth/device_authorization', { client_id: clientId, ...named })
      if ('refused' in answer) return answer
      const { deviceGrant } = await import('./oauth-answers.ts')
      const { success, data } = deviceGrant.safeParse(answer.body)
      if (!success) throw notAPortal(url)
      return data
    },
    async tokens(grant) {
      const asked = Date.now()
      const answer = await post('oauth/token', { client_id: clientId, ...grant })
      if ('refused' in answer) return answer
      const { tokens } = await import('./oauth-answers.ts')
      const { success, data } = tokens.safeParse(answer.body)
      if (!success) throw notAPortal(url)
      const { seconds, ...both } = data
      return { ...both, expiresAt: asked + seconds * 1000 }
    },
    async revoke(refreshToken) {
      const answer = await post('oauth/revoke', { token: refreshToken })
      if ('refused' in answer) throw notAPortal(url)
    },
  }
}

function retryAfter({ headers }: Response): string | undefined {
  return headers.get('retry-after') ?? undefined
}

function noPrograms(url: string): NotFound {
  return new NotFound('no_program_sign_in', `${url} lets no program sign in by the browser`, {
    remedy: `Check the address. If it is right, make a token on the account page: \`analyst login --server ${url} --token -\`.`,
  })
}
