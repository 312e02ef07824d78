import assert from 'node:assert/strict'
import { FormBrowser, type Visited } from './form-browser.ts'
import { openTestPortal, type TestPortal } from './portal.ts'
import { createSamlIdp, type SamlAnswer, type SamlIdp } from './saml-idp.ts'

/** A sign-in that was begun: the browser, and where the portal sent it. */
export interface Attempt {
  readonly browser: FormBrowser
  readonly location: string
}

/** The portal with one identity provider, and the steps of a sign-in. */
export interface SamlPortal extends AsyncDisposable {
  readonly portal: TestPortal
  readonly idp: SamlIdp
  /** Our description, as the issuer loads it. */
  metadata(): Promise<string>
  begin(browser?: FormBrowser): Promise<Attempt>
  /** The issuer's signed response to an attempt. */
  respond(attempt: Attempt, answer?: SamlAnswer): Promise<string>
  /** The issuer's form, sent by a browser, and where it leads inside of the portal. */
  deliver(browser: FormBrowser, xml: string): Promise<Visited>
  /** All of it, for a person who is let in. */
  signIn(answer?: SamlAnswer, browser?: FormBrowser): Promise<Visited & { browser: FormBrowser }>
  /** Why sign-ins were refused, from the audit log, the newest last. */
  refusals(): Promise<readonly string[]>
}

export interface SamlPortalOptions {
  readonly publicUrl?: string
  readonly allowedDomains?: readonly string[]
  /** Further keys of the issuer's section. */
  readonly settings?: Readonly<Record<string, unknown>>
}

/** What an issuer that is set up as usual says of a person. */
export const ann: SamlAnswer = {
  nameId: 'ann-1',
  attributes: { email: 'ann@acme.com', displayName: 'Ann Archer' },
}

export async function openSamlPortal(options: SamlPortalOptions = {}): Promise<SamlPortal> {
  const idp = createSamlIdp('https://idp.acme.test/sso?tenant=acme')
  const { entryPoint: entry_point, issuer: idp_issuer, certificate } = idp
  const section = { id: 'acme', name: 'Acme', entry_point, idp_issuer, certificate }
  const portal = await openTestPortal({
    ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }),
    auth: {
      allowedDomains: options.allowedDomains ?? ['acme.com'],
      providers: { saml: [{ ...section, trust_email: true, ...options.settings }] },
    },
  })
  const follow = async (browser: FormBrowser, answer: Visited): Promise<Visited> => {
    const next = answer.headers.get('location')
    return answer.status === 303 && next === '/login/saml/acme/finish' ? browser.get(next) : answer
  }
  const steps: Omit<SamlPortal, 'portal' | 'idp' | 'signIn' | typeof Symbol.asyncDispose> = {
    metadata: async () =>
      (await new FormBrowser(portal.url).get('/login/saml/acme/metadata.xml')).text,
    async begin(browser = new FormBrowser(portal.url)) {
      const { status, headers } = await browser.get('/login/saml/acme')
      assert.equal(status, 303)
      return { browser, location: headers.get('location') ?? '' }
    },
    respond: async (attempt, answer = ann) =>
      idp.respond(await steps.metadata(), attempt.location, answer),
    async deliver(browser, xml) {
      const SAMLResponse = Buffer.from(xml).toString('base64')
      return follow(browser, await browser.post('/login/saml/acme/acs', { SAMLResponse }))
    },
    async refusals() {
      const { rows } = await portal.db.pool.query<{ reason: string }>(
        `select detail ->> 'reason' as reason from core.audit
         where action = 'saml.refused' order by id`,
      )
      return rows.map(({ reason }) => reason)
    },
  }
  return {
    portal,
    idp,
    ...steps,
    async signIn(answer, browser) {
      const attempt = await steps.begin(browser)
      const visited = await steps.deliver(attempt.browser, await steps.respond(attempt, answer))
      return { ...visited, browser: attempt.browser }
    },
    [Symbol.asyncDispose]: () => portal[Symbol.asyncDispose](),
  }
}

/** A refusal as it must be: no session, no reason on the page, and the reason in the audit log. */
export async function assertRefused(
  saml: SamlPortal,
  browser: FormBrowser,
  visited: Visited,
  reason: RegExp,
): Promise<void> {
  const last = (await saml.refusals()).at(-1) ?? ''
  assert.match(last, reason)
  assert.equal(visited.status, 403)
  assert.match(
    visited.text,
    /The sign-in could not be completed\.[^]*Begin again at the login page/,
  )
  assert.ok(!visited.text.includes(last), 'the page says why')
  assert.equal((await browser.get('/account')).headers.get('location')?.split('?')[0], '/login')
}
