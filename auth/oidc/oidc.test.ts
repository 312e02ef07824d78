import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { SignJWT, type JWTPayload } from 'jose'
import { listAudit } from '#core/identity/audit.ts'
import { addMember, createGroup } from '#core/identity/groups.ts'
import { findPersonByEmail } from '#core/identity/people.ts'
import {
  clientId,
  openFakeIssuer,
  type FakeIssuer,
  type Misbehaviour,
} from '../../tests/peers/fake-issuer.ts'
import { FormBrowser, type Visited } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'

const who = { sub: 'u1', email: 'ann@acme.com', email_verified: true, name: 'Ann Lee' }
let issuer: FakeIssuer
let other: FakeIssuer
let portal: TestPortal

before(async () => {
  issuer = await openFakeIssuer(who)
  other = await openFakeIssuer({ ...who, sub: 'o1' })
  const common = { client_id: clientId, client_secret: 'secret' }
  portal = await openTestPortal({
    auth: {
      allowedDomains: ['acme.com'],
      providers: {
        oidc: [
          {
            ...common,
            id: 'one',
            name: 'Sign in with One',
            issuer: issuer.url,
            group_claim: 'groups',
          },
          { ...common, id: 'two', name: 'Sign in with Two', issuer: other.url, trust_email: true },
        ],
      },
    },
  })
})
after(async () => {
  await portal[Symbol.asyncDispose]()
  await issuer[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
})
beforeEach(async () => {
  issuer.misbehaviour = {}
  other.misbehaviour = {}
  await portal.db.pool.query('delete from core.rate_limit')
})

const browser = () => new FormBrowser(portal.url)

/** The address with which the issuer sends the browser back. */
async function walkOut(visitor: FormBrowser, id = 'one', headers = {}): Promise<string> {
  const begun = await visitor.get(`/login/oidc/${id}`, headers)
  assert.equal(begun.status, 303, begun.text)
  const there = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' })
  const back = new URL(there.headers.get('location') ?? '')
  assert.equal(back.origin, portal.publicUrl.origin)
  return back.pathname + back.search
}

const login = async (visitor: FormBrowser, id = 'one'): Promise<Visited> =>
  visitor.get(await walkOut(visitor, id))
const isIn = async (visitor: FormBrowser) => (await visitor.get('/account')).status === 200

test('a person signs in, and comes as the same person the next time, however the address is written', async () => {
  const visitor = browser()
  assert.equal((await login(visitor)).status, 303)
  assert.equal(await isIn(visitor), true)
  issuer.misbehaviour = { claims: (claims) => ({ ...claims, email: 'ANN@ACME.COM' }) }
  assert.equal((await login(browser())).status, 303)
  const { rows } = await portal.db.pool.query(
    `select from core.person where email ilike 'ann@acme.com'`,
  )
  assert.equal(rows.length, 1)
})

test('each request carries state, nonce and an S256 challenge of its own', async () => {
  await walkOut(browser())
  await walkOut(browser())
  const [first, second] = issuer.asked.slice(-2)
  for (const name of ['state', 'nonce', 'code_challenge'])
    assert.notEqual(first?.get(name), second?.get(name))
  assert.equal(first?.get('code_challenge_method'), 'S256')
  assert.ok((first?.get('state')?.length ?? 0) >= 32)
})

test('the way back is built from the public address, whatever Host says', async () => {
  await walkOut(browser(), 'one', { 'x-forwarded-host': 'evil.com', 'x-forwarded-proto': 'https' })
  const back = issuer.asked.at(-1)?.get('redirect_uri')
  assert.equal(back, new URL('/login/oidc/one/callback', portal.publicUrl).href)
})

async function otherKey(claims: JWTPayload): Promise<string> {
  const forger = await openFakeIssuer(who)
  const token = await forger.sign(claims)
  await forger[Symbol.asyncDispose]()
  return token
}
const hmac = (claims: JWTPayload) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.from('secret'.padEnd(32, '0')))
const none = async (claims: JWTPayload) =>
  `${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`
const now = () => Math.floor(Date.now() / 1000)
const set = (change: JWTPayload): Misbehaviour => ({
  claims: (claims) => ({ ...claims, ...change }),
})

const lies: Readonly<Record<string, () => Misbehaviour>> = {
  'state missing': () => ({ callback: (query) => query.delete('state') }),
  'state wrong': () => ({ callback: (query) => query.set('state', 'x'.repeat(43)) }),
  'iss missing although announced (RFC 9207)': () => ({ callback: (query) => query.delete('iss') }),
  'iss of another issuer (mix-up)': () => ({ callback: (query) => query.set('iss', other.url) }),
  'nonce wrong': () => set({ nonce: 'wrong' }),
  'nonce missing': () => ({ claims: ({ nonce: _, ...claims }) => claims }),
  'alg none': () => ({ token: none }),
  'HS256 with the client’s secret': () => ({ token: hmac }),
  'bad signature over a trusted channel': () => ({ token: otherKey }),
  'no ID token': () => ({ token: async () => '' }),
  'wrong aud': () => set({ aud: 'somebody-else' }),
  'further aud': () => set({ aud: [clientId, 'somebody-else'] }),
  'wrong iss': () => set({ iss: 'https://evil.com' }),
  expired: () => set({ exp: now() - 600, iat: now() - 900 }),
  'iat an hour in the future': () => set({ iat: now() + 3600, exp: now() + 7200 }),
  'no sub': () => ({ claims: ({ sub: _, ...claims }) => claims }),
  'userinfo of another sub': () => ({
    claims: ({ email: _, ...claims }) => claims,
    userinfo: () => ({ sub: 'u2', email: 'ann@acme.com', email_verified: true }),
  }),
}
for (const [what, lie] of Object.entries(lies))
  test(`${what}: nobody is signed in, the page says no more than that, and the reason is in the log`, async () => {
    issuer.misbehaviour = lie()
    const visitor = browser()
    const answer = await login(visitor)
    assert.equal(answer.status, 400)
    assert.match(answer.text, /could not be completed/)
    const [entry] = await listAudit(portal.db, { action: 'sign-in.refused', limit: 1 })
    assert.equal(entry?.subject, issuer.url)
    assert.ok(entry.detail['reason'])
    assert.equal(await isIn(visitor), false)
  })

test('an error of the issuer is shown as our own words, never as markup of theirs', async () => {
  issuer.misbehaviour = {
    callback: (query) => {
      query.delete('code')
      query.set('error', 'access_denied')
      query.set('error_description', '<script>alert(1)</script>')
    },
  }
  const answer = await login(browser())
  assert.equal(answer.status, 400)
  assert.doesNotMatch(answer.text, /<script>alert/)
})

test('login CSRF: a callback opened in a browser that began nothing signs nobody in', async () => {
  const path = await walkOut(browser())
  const victim = browser()
  assert.equal((await victim.get(path)).status, 400)
  assert.equal(await isIn(victim), false)
})

test('a code injected into somebody’s own transaction signs nobody in', async () => {
  const stolen = new URLSearchParams((await walkOut(browser())).split('?')[1])
  const victim = browser()
  const own = new URL(await walkOut(victim), portal.url)
  own.searchParams.set('state', stolen.get('state') ?? '')
  own.searchParams.set('code', stolen.get('code') ?? '')
  assert.equal((await victim.get(own.pathname + own.search)).status, 400)
})

test('a callback works once', async () => {
  const visitor = browser()
  const path = await walkOut(visitor)
  assert.equal((await visitor.get(path)).status, 303)
  const thief = browser()
  assert.equal((await thief.get(path)).status, 400)
  assert.equal((await visitor.get(path)).status, 400)
})

test('what was begun at one issuer cannot be ended at another', async () => {
  const visitor = browser()
  const path = await walkOut(visitor, 'one')
  assert.equal((await visitor.get(path.replace('/oidc/one/', '/oidc/two/'))).status, 400)
})

for (const value of [false, undefined, 'true', 1])
  test(`email_verified of ${JSON.stringify(value)} lets no new address in, unless the issuer is trusted with it`, async () => {
    const email = `v${String(value)}@acme.com`
    const unverified = { email, email_verified: value, sub: `v-${String(value)}` }
    issuer.misbehaviour = set(unverified)
    assert.equal((await login(browser())).status, 403)
    assert.equal(await findPersonByEmail(portal.db, email), undefined)
    other.misbehaviour = set(unverified)
    assert.equal((await login(browser(), 'two')).status, 303)
  })

// The token's own word, and its name that is none, were taken for an address that it does not have.
test('an address that only userinfo says counts by the word of userinfo alone', async () => {
  const said = { sub: 'told', email: 'told@acme.com', name: 'Ann Told' }
  for (const [tokens, email_verified, status] of [
    [undefined, undefined, 403],
    [true, undefined, 403],
    [true, false, 403],
    [undefined, true, 303],
  ] as const) {
    issuer.misbehaviour = {
      claims: ({ email: _, ...rest }) => ({
        ...{ ...rest, sub: said.sub, name: null, email_verified: tokens },
      }),
      userinfo: () => ({ ...said, email_verified }),
    }
    assert.equal((await login(browser())).status, status)
  }
  assert.equal((await findPersonByEmail(portal.db, said.email))?.name, said.name)
})

test('a name or a picture of a wrong kind keeps nobody out', async () => {
  issuer.misbehaviour = set({ sub: 'odd', email: 'odd@acme.com', name: null, picture: { url: 7 } })
  assert.equal((await login(browser())).status, 303)
  assert.ok(await findPersonByEmail(portal.db, 'odd@acme.com'))
})

const foreign = [
  'eve@acme.com.evil.com',
  'eve@evilacme.com',
  'eve@sub.acme.com',
  'eve@acme.com.',
  'eve@evil.com@acme.com',
  '"eve@evil.com"@acme.com',
  'eve\n@acme.com',
  'eve\0@acme.com',
  'eve\u200b@acme.com',
  'eve%40evil.com@acme.com',
  'eve@\u0430cme.com',
  'eve@acme.com,eve@evil.com',
  '@acme.com',
]
for (const email of foreign)
  test(`${JSON.stringify(email)} is not of acme.com`, async () => {
    issuer.misbehaviour = set({ email, sub: `f-${foreign.indexOf(email)}` })
    const { status } = await login(browser())
    assert.ok(status === 403 || status === 400, String(status))
  })

test('an address that another account of the issuer has is not taken over silently', async () => {
  await login(browser())
  issuer.misbehaviour = set({ sub: 'impostor' })
  assert.equal((await login(browser())).status, 409)
})

test('pre-account hijack: an invited person’s identity is linked only by an address that is vouched for', async () => {
  await portal.addPerson('boss@acme.com', { password: testPassword })
  issuer.misbehaviour = set({ sub: 'boss', email: 'boss@acme.com', email_verified: false })
  assert.equal((await login(browser())).status, 403)
  issuer.misbehaviour = set({ sub: 'boss', email: 'boss@acme.com' })
  assert.equal((await login(browser())).status, 303)
  const [entry] = await listAudit(portal.db, {
    action: 'identity.link',
    subject: 'boss@',
    limit: 1,
  })
  assert.equal(entry?.detail['provider'], 'oidc')
})

test('groups follow what the issuer said last; administrators are not made by a name', async () => {
  await createGroup(portal.db, { name: 'sales' })
  await createGroup(portal.db, { name: 'by-hand' })
  await addMember(portal.db, 'by-hand', 'grouped@acme.com')
  const groupsAfter = async (groups: unknown) => {
    issuer.misbehaviour = set({ sub: 'grouped', email: 'grouped@acme.com', groups })
    assert.equal((await login(browser())).status, 303)
    return (await findPersonByEmail(portal.db, 'grouped@acme.com'))?.groups
  }
  assert.deepEqual(await groupsAfter(['sales', 'administrators', 'unknown', 7]), ['by-hand'])
  assert.deepEqual(await groupsAfter(['sales', 'administrators', 'unknown']), ['by-hand', 'sales'])
  assert.deepEqual(await groupsAfter('sales'), ['by-hand', 'sales'])
  assert.deepEqual(await groupsAfter([]), ['by-hand'])
})

test('a new key of the issuer is found without a restart, and keys are not fetched without need', async () => {
  await login(browser())
  const before = issuer.counts['/jwks'] ?? 0
  for (let i = 0; i < 3; i += 1) assert.equal((await login(browser())).status, 303)
  assert.equal(issuer.counts['/jwks'], before)
})
