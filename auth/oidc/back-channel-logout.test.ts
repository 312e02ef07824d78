import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { JWTPayload } from 'jose'
import { clientId, openFakeIssuer, type FakeIssuer } from '../../tests/peers/fake-issuer.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, type TestPortal } from '../../tests/peers/portal.ts'

const who = { sub: 'u1', email: 'ann@acme.com', email_verified: true }
const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
let issuer: FakeIssuer
let portal: TestPortal

before(async () => {
  issuer = await openFakeIssuer(who)
  const one = {
    id: 'one',
    name: 'One',
    issuer: issuer.url,
    client_id: clientId,
    client_secret: 's',
  }
  portal = await openTestPortal({
    auth: { allowedDomains: ['acme.com'], providers: { oidc: [one] } },
  })
})
after(async () => {
  await portal[Symbol.asyncDispose]()
  await issuer[Symbol.asyncDispose]()
})

async function enter(sid: string): Promise<FormBrowser> {
  issuer.misbehaviour = { claims: (claims) => ({ ...claims, sid }) }
  const visitor = new FormBrowser(portal.url)
  const begun = await visitor.get('/login/oidc/one')
  const there = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' })
  const back = new URL(there.headers.get('location') ?? '')
  assert.equal((await visitor.get(back.pathname + back.search)).status, 303)
  return visitor
}

const isIn = async (visitor: FormBrowser) => (await visitor.get('/account')).status === 200

function claims(change: JWTPayload = {}): JWTPayload {
  const iat = Math.floor(Date.now() / 1000)
  const usual = { iss: issuer.url, aud: clientId, iat, exp: iat + 120, jti: randomUUID() }
  return { ...usual, events: { [EVENT]: {} }, ...change }
}

async function logout(token: string): Promise<number> {
  const body = new URLSearchParams({ logout_token: token })
  const url = `${portal.url}/login/oidc/one/backchannel-logout`
  return (await fetch(url, { method: 'POST', body })).status
}

const sign = (payload: JWTPayload, typ = 'logout+jwt') => issuer.sign(payload, { typ })

test('the issuer ends one session by its id, and the others go on', async () => {
  const [first, second] = [await enter('s1'), await enter('s2')]
  assert.equal(await logout(await sign(claims({ sid: 's1' }))), 200)
  assert.deepEqual([await isIn(first), await isIn(second)], [false, true])
})

test('the issuer ends all sessions of a person by sub', async () => {
  const both = [await enter('s3'), await enter('s4')]
  assert.equal(await logout(await sign(claims({ sub: 'u1' }))), 200)
  for (const visitor of both) assert.equal(await isIn(visitor), false)
})

test('a logout token works once', async () => {
  const token = await sign(claims({ sid: 's5' }))
  assert.equal(await logout(token), 200)
  const visitor = await enter('s5')
  assert.equal(await logout(token), 400)
  assert.equal(await isIn(visitor), true)
})

test('a token that names a time far away works once like any other', async () => {
  const visitor = await enter('s8')
  const token = await sign(claims({ sid: 's8', exp: Number.MAX_SAFE_INTEGER }))
  assert.equal(await logout(token), 200)
  assert.equal(await isIn(visitor), false)
  assert.equal(await logout(token), 400)
})

test('whoever sends many tokens does not have the issuer asked for its keys each time', async () => {
  await logout(await sign(claims({ sid: 's9' })))
  const before = issuer.counts['/jwks']
  const forger = await openFakeIssuer(who)
  const forged = await forger.sign(claims({ sid: 's9' }), { typ: 'logout+jwt' })
  await forger[Symbol.asyncDispose]()
  for (const token of [forged, forged, await sign(claims({ sid: 's9' })), 'garbage']) {
    await logout(token)
  }
  assert.equal(issuer.counts['/jwks'], before)
})

test('an issuer whose keys cannot be had is told to try again: its token is not called bad', async () => {
  issuer.misbehaviour = { metadata: (good) => ({ ...good, jwks_uri: 'http://127.0.0.1:9/jwks' }) }
  await using second = await openTestPortal({
    auth: {
      providers: {
        oidc: [
          { id: 'one', name: 'One', issuer: issuer.url, client_id: clientId, client_secret: 's' },
        ],
      },
    },
  })
  const body = new URLSearchParams({ logout_token: await sign(claims({ sid: 's1' })) })
  const url = `${second.url}/login/oidc/one/backchannel-logout`
  assert.equal((await fetch(url, { method: 'POST', body })).status, 502)
  issuer.misbehaviour = {}
})

const withoutJti = ({ jti: _, ...rest }: JWTPayload): JWTPayload => rest
const withoutExp = ({ exp: _, ...rest }: JWTPayload): JWTPayload => rest

const wrong: Readonly<Record<string, () => Promise<string>>> = {
  'an ID token in its place': () => sign(claims({ sid: 's6' }), 'JWT'),
  'a nonce': () => sign(claims({ sid: 's6', nonce: 'n' })),
  'another aud': () => sign(claims({ sid: 's6', aud: 'else' })),
  'another iss': () => sign(claims({ sid: 's6', iss: 'https://evil.com' })),
  'neither sid nor sub': () => sign(claims()),
  'no jti': () => sign(withoutJti(claims({ sid: 's6' }))),
  'no events': () => sign(claims({ sid: 's6', events: {} })),
  'no exp': () => sign(withoutExp(claims({ sid: 's6' }))),
  'an old one': () => sign(claims({ sid: 's6', iat: 1, exp: 2 })),
  garbage: async () => 'garbage',
  nothing: async () => '',
}
for (const [what, token] of Object.entries(wrong))
  test(`${what} ends nothing`, async () => {
    const visitor = await enter('s6')
    assert.equal(await logout(await token()), 400)
    assert.equal(await isIn(visitor), true)
  })

test('a token that somebody else signed ends nothing', async () => {
  const visitor = await enter('s7')
  const forger = await openFakeIssuer(who)
  assert.equal(await logout(await forger.sign(claims({ sid: 's7' }), { typ: 'logout+jwt' })), 400)
  await forger[Symbol.asyncDispose]()
  assert.equal(await isIn(visitor), true)
})
