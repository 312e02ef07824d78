import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oauth from 'openid-client'
import { principalOfBearer } from '#core/identity/bearer.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { callback } from '../../tests/peers/program.ts'

/** A client of the library that knows nothing but the address. */
function discover(portal: TestPortal): Promise<oauth.Configuration> {
  return oauth.discovery(portal.publicUrl, 'some-tool', undefined, oauth.None(), {
    algorithm: 'oauth2',
    execute: [oauth.allowInsecureRequests],
  })
}

async function signedIn(portal: TestPortal): Promise<FormBrowser> {
  await portal.addPerson('ann@acme.com')
  const browser = new FormBrowser(portal.url)
  await browser.signIn('ann@acme.com', testPassword)
  return browser
}

test('a strict OAuth library finds its way alone: code with PKCE and issuer, renewal, revocation', async () => {
  await using portal = await openTestPortal()
  const browser = await signedIn(portal)
  const client = await discover(portal)
  const verifier = oauth.randomPKCECodeVerifier()
  const parameters = {
    redirect_uri: callback,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: oauth.randomState(),
  }
  const { pathname, search, searchParams } = oauth.buildAuthorizationUrl(client, parameters)
  const fields = { ...Object.fromEntries(searchParams), decision: 'allowed' }
  const answer = await browser.submit(pathname + search, '/desktop/authorize', fields)
  const back = new URL(answer.headers.get('location') ?? '')
  const tokens = await oauth.authorizationCodeGrant(client, back, {
    pkceCodeVerifier: verifier,
    expectedState: parameters.state,
  })
  const renewed = await oauth.refreshTokenGrant(client, tokens.refresh_token ?? '')
  assert.equal((await principalOfBearer(portal, renewed.access_token))?.email, 'ann@acme.com')
  await oauth.tokenRevocation(client, renewed.refresh_token ?? '')
  assert.equal(await principalOfBearer(portal, renewed.access_token), undefined)
})

test('the same library begins a device grant and understands every answer', async () => {
  await using portal = await openTestPortal()
  const browser = await signedIn(portal)
  const client = await discover(portal)
  const begun = await oauth.initiateDeviceAuthorization(client, {})
  const { pathname, search } = new URL(begun.verification_uri_complete ?? '')
  assert.equal((await browser.get(pathname + search)).status, 200)
  const fields = { user_code: begun.user_code, decision: 'allowed' }
  await browser.submit('/device', '/device/decide', fields)
  const tokens = await oauth.pollDeviceAuthorizationGrant(client, { ...begun, interval: 0 })
  assert.equal((await principalOfBearer(portal, tokens.access_token))?.email, 'ann@acme.com')
})
