import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Forbidden, Unavailable, UpstreamError } from '#core/errors.ts'
import { note, type Io } from './io.ts'
import { openLoopbackCallback, type Callback } from './loopback-callback.ts'
import { clientId, type OAuthServer, type ServerDescription, type Tokens } from './oauth-server.ts'
import { denied, refusedWith } from './sign-in-errors.ts'

/** How long a person may take: they may have to sign in first. */
const patienceMs = 600_000

/**
 * Lets the person allow this program in their browser, on this machine (RFC 8252 with PKCE, RFC 7636).
 * Throws Forbidden when they deny it, Unavailable when they take too long.
 */
export async function signInByBrowser(
  server: OAuthServer,
  io: Io,
  options: {
    readonly deviceName: string | undefined
    open(address: string): Promise<void>
    readonly waitMs?: number
  },
): Promise<Tokens> {
  const description = await server.describe()
  const verifier = randomBytes(32).toString('base64url')
  const state = randomBytes(32).toString('base64url')
  await using callback = await openLoopbackCallback(state)
  const address = new URL(description.authorizeUrl)
  const question = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callback.address,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state,
    ...(options.deviceName !== undefined && { device_name: options.deviceName }),
  }
  for (const [name, value] of Object.entries(question)) address.searchParams.set(name, value)
  note(io, `opening your browser; if nothing opens, go to\n\n  ${address.href}\n`)
  note(io, 'on another machine than your browser’s: stop this and run `analyst login --device`')
  await options.open(address.href)
  const arrived = await within(callback.arrived, options.waitMs ?? patienceMs, io.signal)
  const answer = await server.tokens({
    grant_type: 'authorization_code',
    code: codeOf(arrived, description),
    redirect_uri: callback.address,
    code_verifier: verifier,
  })
  if ('refused' in answer) throw refusedWith(answer.refused)
  return answer
}

/** The answer must be of the server that was asked (RFC 9207). */
function codeOf({ code, error, issuer }: Callback, expected: ServerDescription): string {
  if (issuer !== expected.issuer) {
    throw new Forbidden('other_issuer', `the answer does not come from ${expected.issuer}`)
  }
  if (error === 'access_denied') throw denied()
  if (code !== null) return code
  throw new UpstreamError('no_code', 'the browser came back without a code')
}

async function within<T>(wanted: Promise<T>, ms: number, signal: AbortSignal): Promise<T> {
  const over = new AbortController()
  const limit = AbortSignal.any([signal, over.signal])
  const late = sleep(ms, undefined, { signal: limit }).then(() => {
    const remedy = 'Run it again, or `analyst login --device` when the browser is elsewhere.'
    throw new Unavailable('nobody_answered', 'nobody answered in the browser', { remedy })
  })
  try {
    return await Promise.race([wanted, late])
  } finally {
    over.abort()
  }
}
