import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { findPersonByEmail } from '#core/identity/people.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal } from '../../tests/peers/portal.ts'
import { createSamlIdp } from '../../tests/peers/saml-idp.ts'
import { ann, openSamlPortal, type SamlPortal } from '../../tests/peers/saml-portal.ts'

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

test('while the issuer changes its key, what either signs counts, and afterwards only the new one', async () => {
  const [old, next] = [createSamlIdp(saml.idp.entryPoint), createSamlIdp(saml.idp.entryPoint)]
  const certificates = [
    { certificate: [old.certificate, next.certificate], statuses: [303, 303] },
    { certificate: [next.certificate], statuses: [403, 303] },
  ]
  for (const { certificate, statuses } of certificates) {
    await using own = await openSamlPortal({ settings: { certificate } })
    const found: number[] = []
    for (const idp of [old, next]) {
      const { browser, location } = await own.begin()
      const xml = await idp.respond(await own.metadata(), location, ann)
      found.push((await own.deliver(browser, xml)).status)
    }
    assert.deepEqual(found, statuses)
  }
})

test('two issuers are two: a response of one is none at the other', async () => {
  const twin = createSamlIdp('https://twin.acme.test/sso')
  const section = { entry_point: twin.entryPoint, idp_issuer: twin.issuer, trust_email: true }
  const twins = ['a', 'b'].map((id) => ({
    id,
    name: id,
    certificate: twin.certificate,
    ...section,
  }))
  await using portal = await openTestPortal({
    auth: { allowedDomains: ['acme.com'], providers: { saml: twins } },
  })
  const browser = new FormBrowser(portal.url)
  const location = (await browser.get('/login/saml/a')).headers.get('location') ?? ''
  const { text: metadata } = await browser.get('/login/saml/b/metadata.xml')
  const xml = await twin.respond(metadata, location, ann)
  const answer = await browser.post('/login/saml/b/acs', {
    SAMLResponse: Buffer.from(xml).toString('base64'),
  })
  assert.equal(answer.status, 403)
  const { rows } = await portal.db.pool.query(
    `select subject, detail ->> 'reason' as reason from core.audit where action = 'saml.refused'`,
  )
  assert.deepEqual(rows, [{ subject: 'b', reason: 'it answers no request that waits' }])
})
