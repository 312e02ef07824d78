import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { assertRefused, openSamlPortal, type SamlPortal } from '../../tests/peers/saml-portal.ts'

let saml: SamlPortal
const acs = '/login/saml/acme/acs'

before(async () => {
  saml = await openSamlPortal()
})
after(() => saml[Symbol.asyncDispose]())

async function sent(xml: string, reason: RegExp) {
  const { browser } = await saml.begin()
  await assertRefused(saml, browser, await saml.deliver(browser, xml), reason)
}

test('a response with a DOCTYPE is refused, even an unused one (the library takes it)', async () => {
  const attempt = await saml.begin()
  const xml = `<!DOCTYPE samlp:Response>${await saml.respond(attempt)}`
  const visited = await saml.deliver(attempt.browser, xml)
  await assertRefused(saml, attempt.browser, visited, /not taken: <!DOCTYPE/)
})

test('a bomb of entities is refused before it is read', async () => {
  const entities = Array.from({ length: 20 }, (_, n) => `<!ENTITY e${n + 1} "&e${n};&e${n};">`)
  await sent(`<?xml version="1.0"?>\n<!DOCTYPE r [${entities.join('')}]><r>&e20;</r>`, /<!DOCTYPE/)
})

test('what is not XML, or not a response, is refused', async () => {
  for (const xml of ['', '<', 'hello', '<a><b></a>', '\0\0', '{"a":1}']) {
    await sent(xml, /not XML|no Response|no SAMLResponse/)
  }
  await sent('<Response/>', /it is no Response/)
  await sent('<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>', /says nothing/)
})

test('elements nested by the ten thousands are refused and break nothing', async () => {
  await sent(`${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`, /not XML|no Response/)
})

test('a form of more than 256 KB is refused, and nothing of it is read', async () => {
  const { browser } = await saml.begin()
  const answer = await browser.post(acs, { SAMLResponse: 'A'.repeat(300_000) })
  assert.equal(answer.status, 413)
  assert.equal((await saml.refusals()).at(-1), 'body_too_large')
})

test('a form without a response, and a body that is no form, are refused', async () => {
  const { browser } = await saml.begin()
  await assertRefused(saml, browser, await browser.post(acs, {}), /holds no SAMLResponse/)
  const answer = await fetch(saml.portal.url + acs, { method: 'POST', body: '{}' })
  assert.equal(answer.status, 400)
  assert.equal((await saml.refusals()).at(-1), 'not_a_form')
})

test('an unsigned LogoutRequest ends no session, and is in the audit log', async () => {
  const { browser } = await saml.signIn()
  await saml.begin(browser)
  const request = `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0"><samlp:SessionIndex>idp-session-1</samlp:SessionIndex></samlp:LogoutRequest>`
  const answer = await saml.deliver(browser, request)
  assert.equal(answer.status, 403)
  assert.match((await saml.refusals()).at(-1) ?? '', /it is no Response/)
  assert.equal((await browser.get('/account')).status, 200)
})

test('whoever sends more than a hundred bad responses no longer fills the log, and keeps no colleague out', async () => {
  await using own = await openSamlPortal()
  const browser = new FormBrowser(own.portal.url)
  for (let index = 0; index < 100; index += 1) await browser.post(acs, {})
  const answer = await browser.post(acs, {})
  assert.equal(answer.status, 429)
  assert.ok(Number(answer.headers.get('retry-after')) > 0)
  assert.equal((await own.refusals()).length, 100)
  assert.equal((await own.signIn()).status, 303)
})
