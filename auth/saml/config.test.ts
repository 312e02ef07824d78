import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal } from '../../tests/peers/portal.ts'
import { makeSelfSigned } from '../../tests/peers/self-signed.ts'
import { config } from './config.ts'
import { readCertificates } from './read-certificates.ts'

const { certificate, privateKey } = makeSelfSigned('idp.acme.test')
const section = {
  id: 'acme',
  name: 'Acme',
  entry_point: 'https://idp.acme.test/sso',
  idp_issuer: 'https://idp.acme.test',
  certificate,
}

const read = (text: string | string[]) =>
  config.parse([{ ...section, certificate: text }]).flatMap(readCertificates)

test('a certificate is read from PEM, from base64 in one line, and from a list while keys change', () => {
  const bare = certificate.replace(/-----[^-]+-----|\s/g, '')
  const other = makeSelfSigned('idp.acme.test').certificate
  assert.equal(read(bare)[0]?.fingerprint256, read(certificate)[0]?.fingerprint256)
  assert.deepEqual(read([certificate, other]).map(String), [certificate, other])
})

test('a private key in the place of the certificate is an error that says whose and does not show it', () => {
  for (const wrong of [privateKey, 'nonsense']) {
    assert.throws(
      () => read(wrong),
      ({ message }: Error) =>
        message === 'auth.saml: the certificate of acme must be an X.509 certificate',
    )
  }
})

test('mistyped keys, two issuers of one id, and an entry point that is no web address are errors', () => {
  const refused = (value: unknown) => assert.equal(config.safeParse(value).success, false)
  refused([{ ...section, trustEmail: true }])
  refused([section, section])
  refused([{ ...section, entry_point: 'javascript:alert(1)' }])
  refused([{ ...section, id: '../x' }])
  refused([{ ...section, certificate: [] }])
})

test('a wrong certificate switches SAML off, and nothing else', async () => {
  const saml = [{ ...section, certificate: 'nonsense' }]
  await using portal = await openTestPortal({ auth: { providers: { saml } } })
  const browser = new FormBrowser(portal.url)
  const { text } = await browser.get('/login')
  assert.match(text, /Sign in with a password/)
  assert.ok(!text.includes('/login/saml'))
})
