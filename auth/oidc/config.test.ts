import assert from 'node:assert/strict'
import { test } from 'node:test'
import { config } from './config.ts'

const good = {
  id: 'okta',
  name: 'Okta',
  issuer: 'https://acme.okta.com',
  client_id: 'portal',
  client_secret: 's',
}

test('no issuer is none, and one needs no more than who it is and who we are', () => {
  assert.deepEqual(config.parse(undefined), [])
  const [issuer] = config.parse([good])
  assert.deepEqual(issuer, {
    ...good,
    scopes: ['openid', 'email', 'profile'],
    trust_email: false,
  })
})

const refused: Readonly<Record<string, object>> = {
  'an id that is no part of an address': { id: 'a/b' },
  'an id in capitals': { id: 'Okta' },
  'an id that begins with a digit': { id: '1okta' },
  'an id on two lines': { id: 'okta\n' },
  'a name that says nothing': { name: '' },
  'a name of 61 characters': { name: 'x'.repeat(61) },
  'an issuer that is no address': { issuer: 'acme' },
  'no secret': { client_secret: '' },
  'a scope that is none': { scopes: [''] },
  'groups as a list': { groups: ['sales'] },
  'a word in the place of yes': { trust_email: 'yes' },
  'a mistyped key': { trust_emails: true },
}
for (const [what, change] of Object.entries(refused)) {
  test(`${what} is refused, with the place where it stands`, () => {
    const parsed = config.safeParse([good, { ...good, id: 'two', ...change }])
    const paths = parsed.error?.issues.map(({ path }) => path[0])
    assert.deepEqual([parsed.success, paths], [false, [1]])
  })
}

test('two issuers of one id would take each other’s answers: they are refused', () => {
  const parsed = config.safeParse([good, { ...good, issuer: 'https://other.example' }])
  assert.match(parsed.error?.message ?? '', /two issuers have the same id/)
})
