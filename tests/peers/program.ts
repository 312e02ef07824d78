import { createHash, randomBytes } from 'node:crypto'
import type { FormBrowser, Visited } from './form-browser.ts'

/** An answer of the token endpoint: tokens, or an error of RFC 6749 section 5.2. */
export interface TokenReply {
  readonly status: number
  readonly headers: Headers
  readonly error?: string
  readonly access_token?: string
  readonly refresh_token?: string
  readonly expires_in?: number
  readonly device_code?: string
  readonly user_code?: string
  readonly verification_uri?: string
  readonly verification_uri_complete?: string
  readonly interval?: number
}

/** Where the program says that it waits; nobody does, as the test reads the redirect itself. */
export const callback = 'http://127.0.0.1:49152/callback'

/** Sends a form to one of the portal's OAuth addresses, as programs do. */
export async function askOAuth(
  base: string,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<TokenReply> {
  const answer = await fetch(base + path, { method: 'POST', body: new URLSearchParams(fields) })
  const body = (await answer.json()) as object
  return { ...body, status: answer.status, headers: answer.headers }
}

/** A program that speaks to the portal of a test by the loopback redirect. */
export function programOf(base: string, client = 'analyst') {
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const state = randomBytes(16).toString('base64url')
  const question = (over: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    response_type: 'code',
    client_id: client,
    redirect_uri: callback,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state,
    ...over,
  })
  const addressOf = (over?: Readonly<Record<string, string>>) =>
    `/desktop/authorize?${new URLSearchParams(question(over)).toString()}`
  return {
    verifier,
    state,
    question,
    addressOf,
    /** The person opens the program's address and decides. */
    decide: (browser: FormBrowser, decision = 'allowed'): Promise<Visited> =>
      browser.submit(addressOf(), '/desktop/authorize', { ...question(), decision }),
    /** Takes a code for tokens. */
    redeem: (code: string, over: Readonly<Record<string, string>> = {}): Promise<TokenReply> =>
      askOAuth(base, '/oauth/token', {
        grant_type: 'authorization_code',
        client_id: client,
        code,
        redirect_uri: callback,
        code_verifier: verifier,
        ...over,
      }),
    refresh: (token: string | undefined): Promise<TokenReply> =>
      askOAuth(base, '/oauth/token', {
        grant_type: 'refresh_token',
        client_id: client,
        refresh_token: token ?? '',
      }),
  }
}

/** The code in a redirect to a program. */
export function codeIn({ headers }: Visited): string {
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
}

/** Everything at once: the tokens of a program that the person of this browser has just allowed. */
export async function linkedProgram(base: string, browser: FormBrowser): Promise<TokenReply> {
  const program = programOf(base)
  return program.redeem(codeIn(await program.decide(browser)))
}
