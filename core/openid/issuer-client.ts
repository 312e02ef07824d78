import * as client from 'openid-client'
import { messageOf, UpstreamError } from '../errors.ts'
import type { Logger } from '../log.ts'

/** Whom we ask, and as whom. */
export interface IssuerOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly log: Logger
}

/** An OpenID Connect issuer whose description is fetched when it is first needed. */
export interface IssuerClient {
  readonly issuer: string
  /** Its description and keys; UpstreamError('issuer_unavailable') while it does not answer. */
  configuration(): Promise<client.Configuration>
}

const TIMEOUT_SECONDS = 5

/**
 * Discovery (OpenID Connect Discovery 1.0) is lazy and tried again after a failure, so that a portal
 * starts while an issuer is down. The signature of the ID token is always checked, also where TLS to
 * the token endpoint would be allowed to stand in for it (OpenID Connect Core 1.0, 3.1.3.7).
 */
export function issuerClient(options: IssuerOptions): IssuerClient {
  const { issuer, clientId, clientSecret, log } = options
  let found: Promise<client.Configuration> | undefined

  async function discover(): Promise<client.Configuration> {
    const url = new URL(issuer)
    try {
      return await client.discovery(url, clientId, { client_secret: clientSecret }, undefined, {
        timeout: TIMEOUT_SECONDS,
        execute: [
          client.enableNonRepudiationChecks,
          ...(isLoopback(url) ? [client.allowInsecureRequests] : []),
        ],
      })
    } catch (cause) {
      log.warn({ err: cause, issuer }, 'the issuer could not be asked for its description')
      throw new UpstreamError('issuer_unavailable', 'The sign-in service does not answer.', {
        remedy: `Try again in a minute, or sign in another way. For the administrator: ${messageOf(cause)}`,
        cause,
      })
    }
  }

  return {
    issuer,
    configuration() {
      found ??= discover().catch((error: unknown) => {
        found = undefined
        throw error
      })
      return found
    },
  }
}

/** Plain http is for tests on this machine alone. */
function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}
