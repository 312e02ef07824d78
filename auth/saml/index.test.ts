import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { findPersonByEmail } from '#core/identity/people.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openSamlPortal, type SamlPortal } from '../../tests/peers/saml-portal.ts'

let saml: SamlPortal

before(async () => {
  saml = await openSamlPortal()
})
after(() => saml[Symbol.asyncDispose]())

test('a person whom the issuer vouches for enters, with name, session and audit entry', async () => {
  const entered = await saml.signIn()
  assert.equal(entered.status, 303)
  assert.equal(entered.headers.get('location'), '/')
  const home = await entered.browser.get('/account')
  assert.equal(home.status, 200)
  assert.match(home.text, /Ann Archer/)
  const { rows } = await saml.portal.db.pool.query(
    `select issuer, subject, issuer_session from core.session s
     join core.person p on p.id = s.person_id where p.email = 'ann@acme.com'`,
  )
  assert.deepEqual(rows, [
    { issuer: saml.idp.issuer, subject: 'ann-1', issuer_session: 'idp-session-1' },
  ])
})

test('the request goes to the issuer by redirect, names us, and says where the response belongs', async () => {
  const { location } = await saml.begin()
  const url = new URL(location)
  assert.equal(url.origin + url.pathname, 'https://idp.acme.test/sso')
  assert.equal(url.searchParams.get('tenant'), 'acme')
  assert.equal(url.searchParams.has('RelayState'), false)
  const { inflateRawSync } = await import('node:zlib')
  const xml = inflateRawSync(
    Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64'),
  ).toString()
  const { origin } = saml.portal.publicUrl
  assert.ok(xml.includes(`AssertionConsumerServiceURL="${origin}/login/saml/acme/acs"`))
  assert.ok(xml.includes(`>${origin}/login/saml/acme/metadata</saml:Issuer>`))
})

test('the login page offers the issuer under its name', async () => {
  const { text } = await new FormBrowser(saml.portal.url).get('/login')
  assert.match(text, /href="\/login\/saml\/acme"/)
})

test('a person is known again by the NameID, not by the address', async () => {
  await saml.signIn({ nameId: 'bob-1', attributes: { email: 'bob@acme.com' } })
  const bob = await findPersonByEmail(saml.portal.db, 'bob@acme.com')
  await saml.signIn({ nameId: 'bob-1', attributes: { email: 'BOB@Acme.com' } })
  const { rows } = await saml.portal.db.pool.query(
    `select person_id from core.identity where subject = 'bob-1'`,
  )
  assert.deepEqual(rows, [{ person_id: bob?.id }])
})
