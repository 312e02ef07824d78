import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IdClaims } from '#core/openid/code-flow.ts'
import { config } from './config.ts'
import { profileOf } from './profile-of.ts'

const settings = {
  id: 'okta',
  name: 'Okta',
  issuer: 'https://acme.okta.com',
  client_id: 'portal',
  client_secret: 's',
}
const told: IdClaims = {
  iss: 'https://acme.okta.com',
  sub: 'u1',
  iat: 1,
  email: 'Ann@acme.com',
  email_verified: true,
}

/** The profile by claims and settings that say more. */
function profile(claims: Record<string, unknown> = {}, more: object = {}) {
  const [issuer = assert.fail()] = config.parse([{ ...settings, ...more }])
  return profileOf({ ...told, ...claims }, issuer)
}
const groups = (claims: Record<string, unknown>, more: object = {}) =>
  profile(claims, { group_claim: 'groups', ...more }).groups

test('a person is who the issuer says, by its own name for itself and for them', () => {
  assert.deepEqual(profile({ name: 'Ann', picture: 'https://x.test/a', sid: 's1', more: 1 }), {
    email: 'Ann@acme.com',
    emailVerified: true,
    subject: 'u1',
    issuer: 'https://acme.okta.com',
    name: 'Ann',
    picture: 'https://x.test/a',
    issuerSession: 's1',
  })
})

test('an address counts as verified when the issuer says so, or alone gives addresses out', () => {
  assert.equal(profile({ email_verified: undefined }).emailVerified, false)
  const trusted = { trust_email: true }
  assert.equal(profile({ email_verified: undefined }, trusted).emailVerified, true)
  assert.equal(profile({}, { trust_email: false }).emailVerified, true)
})

test('without an address nobody signs in, and is told what an administrator can do', () => {
  assert.throws(
    () => profile({ email: undefined }, { trust_email: true }),
    (error: unknown) => {
      const { status, code, message, remedy } = error as Record<string, string>
      assert.deepEqual([status, code], [403, 'no_email'])
      assert.match(`${message} ${remedy}`, /^Okta did not tell [\s\S]*the scope email/)
      return true
    },
  )
})

test('without a claim for groups nothing is said of them, whatever comes along', () => {
  assert.equal(profile({ groups: ['sales'] }).groups, undefined)
})

const given: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['a list', ['sales', 'ops'], ['sales', 'ops']],
  ['one name as text', 'sales', ['sales']],
  ['an empty list', [], []],
  ['nothing', undefined, []],
  ['null', null, []],
  ['a number', 7, []],
  ['an object', { sales: true }, []],
  ['a list in which not all are names', ['sales', 7], []],
  ['the name of the administrators', ['administrators', 'sales'], ['sales']],
  ['that name as text', 'administrators', []],
]
for (const [what, claim, expected] of given) {
  test(`a claim for groups that is ${what} is read as ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(groups({ groups: claim }), expected)
  })
}

test('with a mapping only its names count; it alone can make an administrator', () => {
  const mapping = { groups: { 'Data Team': 'sales', Root: 'administrators' } }
  const claim = ['Data Team', 'Root', 'administrators', 'sales', 'data team']
  assert.deepEqual(groups({ groups: claim }, mapping), ['sales', 'administrators'])
  assert.deepEqual(groups({ groups: ['Root', 'Root'] }, { groups: {} }), [])
})

test('a group that is called like a part of every object is nobody’s group', () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty']
  assert.deepEqual(groups({ groups: names }, { groups: { a: 'b' } }), [])
  assert.deepEqual(groups({}, { group_claim: 'constructor' }), [])
  assert.deepEqual(groups({}, { group_claim: 'toString' }), [])
})

test('a claim with the name of an address, as Auth0 and Keycloak have them, is found', () => {
  const group_claim = 'https://acme.com/claims/groups'
  assert.deepEqual(groups({ [group_claim]: ['sales'] }, { group_claim }), ['sales'])
})
