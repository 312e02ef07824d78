import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { testPassword } from '../../tests/peers/portal.ts'
import { openSamlPortal, type SamlPortal } from '../../tests/peers/saml-portal.ts'

let saml: SamlPortal
const path = '/login/saml/acme/metadata'

before(async () => {
  saml = await openSamlPortal({ publicUrl: 'https://data.acme.test' })
  await saml.portal.addPerson('root@acme.com', { admin: true })
  await saml.portal.addPerson('ann@acme.com')
})
after(() => saml[Symbol.asyncDispose]())

async function signedIn(email: string) {
  const browser = new FormBrowser(saml.portal.url)
  await browser.signIn(email, testPassword)
  return browser
}

test('an issuer reads who we are and that assertions must be signed, whatever Host it asked', async () => {
  const answer = await fetch(saml.portal.url + path, { headers: { host: 'evil.com' } })
  const xml = await answer.text()
  assert.match(answer.headers.get('content-type') ?? '', /^application\/samlmetadata\+xml/)
  assert.match(xml, /entityID="https:\/\/data\.acme\.test\/login\/saml\/acme\/metadata"/)
  assert.match(xml, /Location="https:\/\/data\.acme\.test\/login\/saml\/acme\/acs"/)
  assert.match(xml, /WantAssertionsSigned="true"/)
  assert.ok(!xml.includes('evil.com') && !xml.includes('SingleLogoutService'))
})

test('an administrator reads what to enter at the issuer and what the portal knows of it', async () => {
  const { status, text } = await (await signedIn('root@acme.com')).get(path)
  assert.equal(status, 200)
  for (const part of [
    'https://data.acme.test/login/saml/acme/acs',
    'https://idp.acme.test/entity',
    'SHA-256',
    'Trusted:',
    `${path}.xml`,
  ]) {
    assert.ok(text.includes(part), part)
  }
})

test('the page is for administrators: others are refused, and visitors sign in first', async () => {
  assert.equal((await (await signedIn('ann@acme.com')).get(path)).status, 403)
  const visitor = await new FormBrowser(saml.portal.url).get(path)
  assert.equal(visitor.headers.get('location'), `/login?next=${encodeURIComponent(path)}`)
})
