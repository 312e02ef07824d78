import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { JWTPayload } from 'jose'
import { findPersonByEmail } from '#core/identity/people.ts'
import { openFakeIssuer, type FakeIssuer } from '../../tests/peers/fake-issuer.ts'
import { FormBrowser, type Visited } from '../../tests/peers/form-browser.ts'
import { openTestPortal, type TestPortal } from '../../tests/peers/portal.ts'

const who = {
  sub: '1',
  email: 'ann@acme.com',
  email_verified: true,
  hd: 'acme.com',
  picture: 'https://img.test/a',
}
let google: FakeIssuer
let portal: TestPortal

before(async () => {
  google = await openFakeIssuer(who)
  portal = await openTestPortal({
    auth: { allowedDomains: ['acme.com'], providers: { google: { hosted_domain: 'acme.com' } } },
    rawEnv: { GOOGLE_CLIENT_ID: 'portal', GOOGLE_CLIENT_SECRET: 's', GOOGLE_ISSUER: google.url },
  })
})
after(async () => {
  await portal[Symbol.asyncDispose]()
  await google[Symbol.asyncDispose]()
})
beforeEach(() => {
  google.misbehaviour = {}
})

async function login(visitor = new FormBrowser(portal.url)): Promise<Visited> {
  const begun = await visitor.get('/login/google')
  const there = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' })
  const back = new URL(there.headers.get('location') ?? '')
  return visitor.get(back.pathname + back.search)
}
const claim = (change: JWTPayload) => {
  google.misbehaviour = { claims: (claims) => ({ ...claims, ...change }) }
}

test('an account of the domain signs in by /login/google and /authorize, as before', async () => {
  const visitor = new FormBrowser(portal.url)
  const entered = await login(visitor)
  assert.equal(entered.status, 303)
  const asked = google.asked.at(-1)
  assert.equal(asked?.get('redirect_uri'), new URL('/authorize', portal.publicUrl).href)
  assert.equal(asked?.get('hd'), 'acme.com')
  const me = JSON.parse(
    (await visitor.get('/api/me', { accept: 'application/json' })).text,
  ) as object
  assert.deepEqual(
    { ...me, session: undefined },
    {
      email: 'ann@acme.com',
      name: 'ann@acme.com',
      picture: 'https://img.test/a',
      username: 'ann',
      groups: [],
      session: undefined,
    },
  )
})

test('an address that Google has not verified opens nothing', async () => {
  for (const email_verified of [false, 'true', undefined]) {
    claim({ sub: '2', email: 'bob@acme.com', email_verified })
    assert.equal((await login()).status, 403)
  }
  assert.equal(await findPersonByEmail(portal.db, 'bob@acme.com'), undefined)
})

test('hd is only a further filter: with it an address of another domain opens nothing, and another hd neither', async () => {
  claim({ sub: '3', email: 'eve@evil.com', hd: 'acme.com' })
  assert.equal((await login()).status, 403)
  for (const hd of ['evil.com', undefined]) {
    claim({ sub: '4', email: 'kim@acme.com', hd })
    assert.equal((await login()).status, 403)
  }
})

test('without its variables the button is not there, and health says why to administrators', async () => {
  await using second = await openTestPortal({ auth: { providers: { google: {} } } })
  assert.doesNotMatch((await new FormBrowser(second.url).get('/login')).text, /google/i)
})

/** A portal whose google section says this, and a sign-in there by these claims. */
async function openWith(section: object, env: object = {}) {
  const opened = await openTestPortal({
    auth: { allowedDomains: ['acme.com'], providers: { google: section } },
    rawEnv: {
      GOOGLE_CLIENT_ID: 'portal',
      GOOGLE_CLIENT_SECRET: 's',
      GOOGLE_ISSUER: google.url,
      ...env,
    },
  })
  return opened
}

test('without hosted_domain no Workspace is asked for, and an account of none may enter by its address', async () => {
  await using open = await openWith({})
  for (const hd of [undefined, 'another.com']) {
    claim({ sub: `o-${hd}`, email: `o${hd ? 1 : 2}@acme.com`, hd })
    assert.equal((await login(new FormBrowser(open.url))).status, 303, String(hd))
  }
  assert.equal(google.asked.at(-1)?.get('hd'), null)
  assert.equal(google.asked.at(-1)?.get('prompt'), 'select_account')
  claim({ sub: 'x', email: 'eve@evil.com', hd: undefined })
  assert.equal((await login(new FormBrowser(open.url))).status, 403)
})

test('an account without an address opens nothing, nor one whose hd only looks like ours', async () => {
  google.misbehaviour = {
    claims: ({ email: _, ...claims }) => ({ ...claims, sub: 'n1' }),
    userinfo: ({ sub = '' }) => ({ sub: 'n1', email_verified: true, asked: sub }),
  }
  assert.equal((await login()).status, 403)
  for (const hd of ['ACME.com', 'acme.com.', 'sub.acme.com', ['acme.com'], '']) {
    claim({ sub: 'n2', email: 'lia@acme.com', hd })
    assert.equal((await login()).status, 403, JSON.stringify(hd))
  }
  assert.equal(await findPersonByEmail(portal.db, 'lia@acme.com'), undefined)
})

test('a name and a picture that Google knows newer are taken over with the next sign-in', async () => {
  claim({ sub: 'nm', email: 'mia@acme.com', name: 'Mia Old', picture: 'https://img.test/old' })
  await login()
  claim({ sub: 'nm', email: 'mia@acme.com', name: 'Mia New', picture: undefined })
  await login()
  const { name, picture } = (await findPersonByEmail(portal.db, 'mia@acme.com')) ?? {}
  assert.deepEqual([name, picture], ['Mia New', 'https://img.test/old'])
})

test('what the button says is text, whatever the configuration says', async () => {
  await using open = await openWith({ label: '<b>Google & Co</b>' })
  const { text } = await new FormBrowser(open.url).get('/login')
  assert.ok(text.includes('&lt;b&gt;Google &amp; Co&lt;/b&gt;'))
})

test('half of what it needs, and a mistyped key, switch it off with the reason, and nothing else', async () => {
  for (const [section, env, reason] of [
    [{}, { GOOGLE_CLIENT_SECRET: '' }, /GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET are not set/],
    [{ hosted_domains: 'acme.com' }, {}, /auth\.google: [^<]*hosted_domains/],
  ] as const) {
    await using open = await openWith(section, env)
    assert.equal((await new FormBrowser(open.url).get('/login/google')).status, 404)
    const admin = await open.signedIn('root@acme.com', { admin: true })
    assert.match((await admin.get('/status')).text, reason)
  }
})
