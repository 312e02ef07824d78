import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createSamlIdp, type SamlAnswer } from '../../tests/peers/saml-idp.ts'
import {
  ann,
  assertRefused,
  openSamlPortal,
  type SamlPortal,
} from '../../tests/peers/saml-portal.ts'

let saml: SamlPortal

before(async () => {
  saml = await openSamlPortal()
})
after(() => saml[Symbol.asyncDispose]())

/** A response to a sign-in that was just begun, changed after it was signed. */
async function tampered(change: (xml: string) => string, reason: RegExp, answer?: SamlAnswer) {
  const attempt = await saml.begin()
  const xml = await saml.respond(attempt, answer)
  const changed = change(xml)
  assert.notEqual(changed, xml, 'nothing was changed')
  await assertRefused(saml, attempt.browser, await saml.deliver(attempt.browser, changed), reason)
}

/** A response that the right issuer signed, and that must not count for what it says. */
async function said(answer: SamlAnswer, reason: RegExp) {
  const attempt = await saml.begin()
  const xml = await saml.respond(attempt, { ...ann, ...answer })
  await assertRefused(saml, attempt.browser, await saml.deliver(attempt.browser, xml), reason)
}

const seconds = (count: number) => new Date(Date.now() + count * 1000).toISOString()

test('a response signed by another key under the same name is refused', async () => {
  const impostor = createSamlIdp(saml.idp.entryPoint)
  const attempt = await saml.begin()
  const xml = await impostor.respond(await saml.metadata(), attempt.location, ann)
  const visited = await saml.deliver(attempt.browser, xml)
  await assertRefused(saml, attempt.browser, visited, /Invalid signature/)
})

test('a response whose signature was stripped is refused', async () => {
  await tampered((xml) => xml.replace(/<ds:Signature.*<\/ds:Signature>/s, ''), /Invalid signature/)
})

test('a signature around the assertion does not stand for the one inside', async () => {
  await tampered(
    (xml) =>
      xml.replace(/(<saml:Assertion .*?<\/saml:Issuer>)<ds:Signature.*?<\/ds:Signature>/s, '$1'),
    /Invalid signature/,
    { ...ann, signResponse: true },
  )
})

test('a NameID that was changed after signing is refused', async () => {
  await tampered((xml) => xml.replace('>ann-1<', '>root-1<'), /Invalid signature/)
})

test('an e-mail address that was changed after signing is refused', async () => {
  await tampered((xml) => xml.replace('ann@acme.com', 'root@acme.com'), /Invalid signature/)
})

test('a comment in the NameID is refused, before anything reads around it', async () => {
  await tampered((xml) => xml.replace('ann-1', 'ann<!-- -->-1'), /markup that is not taken: <!--/)
})

test('CDATA and processing instructions in a response are refused', async () => {
  await tampered((xml) => xml.replace('ann-1', '<![CDATA[ann-1]]>'), /not taken: <!\[CDATA/)
  await tampered((xml) => xml.replace('ann-1', 'ann<?x?>-1'), /not taken: <\?/)
})

test('a comment that the issuer signed as text makes no other address of it', async () => {
  const email = 'admin@acme.com&lt;!----&gt;.evil.com'
  await said({ attributes: { email } }, /not an e-mail address/)
})

test('a signature by HMAC with the public certificate as its key is refused', async () => {
  const hmac = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'
  const rsa = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
  await tampered((xml) => xml.replace(rsa, hmac), /signed by .*hmac-sha1/)
})

test('a signature by SHA-1 is refused, even from the right key', async () => {
  const old = createSamlIdp('https://old.acme.test/sso', {
    algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  })
  await using portal = await openSamlPortal({ settings: { certificate: old.certificate } })
  const attempt = await portal.begin()
  const xml = await old.respond(await portal.metadata(), attempt.location, ann)
  const visited = await portal.deliver(attempt.browser, xml)
  await assertRefused(portal, attempt.browser, visited, /signed by .*sha1/)
})

test('an assertion for another audience is refused', async () => {
  await said({ tags: { Audience: 'https://other.test' } }, /audience mismatch/i)
})

test('an assertion without an audience is refused', async () => {
  const draft = (xml: string) => xml.replace(/<saml:Audience.*<\/saml:AudienceRestriction>/, '')
  await said({ draft }, /AudienceRestriction/)
})

test('an assertion for another Recipient is refused (the library takes it)', async () => {
  const { origin } = saml.portal.publicUrl
  await said(
    { tags: { SubjectRecipient: 'https://other.test/acs' } },
    /its Recipient is https:\/\/other/,
  )
  await said({ tags: { SubjectRecipient: `${origin}/login/saml/other/acs` } }, /its Recipient is/)
})

test('a response for another Destination, or for none, is refused (the library takes it)', async () => {
  await said({ tags: { Destination: 'https://other.test/acs' } }, /Destination is https:\/\/other/)
  await tampered((xml) => xml.replace(/ Destination="[^"]*"/, ''), /Destination is missing/)
})

test('an assertion or a response of a foreign Issuer is refused (the library takes it)', async () => {
  const foreign = 'https://idp.evil.test'
  await said({ tags: { AssertionIssuer: foreign } }, /its Issuer is https:\/\/idp\.evil/)
  await said({ tags: { Issuer: foreign } }, /Issuer of the Response is https:\/\/idp\.evil/)
})

test('an expired assertion is refused, with no more than 5 seconds for clocks that differ', async () => {
  await said({ tags: { NotOnOrAfter: seconds(-6) } }, /No valid subject confirmation|expired/)
})

test('an assertion that is not valid yet is refused', async () => {
  await said({ tags: { NotBefore: seconds(60) } }, /not yet valid/)
})

test('an assertion that never expires, or that nobody confirms, is refused', async () => {
  const never = (xml: string) => xml.replace(/(ConfirmationData) NotOnOrAfter="[^"]*"/, '$1')
  await said({ draft: never }, /assertion lacks|No valid subject|expired|NotOnOrAfter/)
  const unconfirmed = (xml: string) =>
    xml.replace(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, '')
  await said({ draft: unconfirmed }, /assertion lacks/)
  const holderOfKey = (xml: string) => xml.replace('cm:bearer', 'cm:holder-of-key')
  await said({ draft: holderOfKey }, /assertion lacks/)
})

test('an issuer that says no is believed, whatever assertion stands beside it', async () => {
  const StatusCode = 'urn:oasis:names:tc:SAML:2.0:status:Requester'
  await said({ tags: { StatusCode } }, /the issuer says .*Requester/)
})

test('an assertion without a NameID, or with one that changes every time, is refused', async () => {
  const nameless = (xml: string) => xml.replace(/<saml:NameID.*<\/saml:NameID>/, '')
  await said({ draft: nameless }, /assertion lacks/)
  const NameIDFormat = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
  await said({ tags: { NameIDFormat } }, /transient/)
})
