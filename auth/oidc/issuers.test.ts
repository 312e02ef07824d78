import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findPersonByEmail } from '#core/identity/people.ts'
import { clientId, openFakeIssuer } from '../../tests/peers/fake-issuer.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword } from '../../tests/peers/portal.ts'

const who = { sub: 'u1', email: 'ann@acme.com', email_verified: true }

test('an issuer that is down keeps neither the portal nor the others from working, and is found again', async () => {
  const late = await openFakeIssuer(who)
  late.misbehaviour = { down: true }
  const common = { client_id: clientId, client_secret: 'secret' }
  await using second = await openTestPortal({
    auth: {
      allowedDomains: ['acme.com'],
      providers: { oidc: [{ ...common, id: 'late', name: 'Late', issuer: late.url }] },
    },
  })
  const visitor = new FormBrowser(second.url)
  assert.match((await visitor.get('/login')).text, /Late[\s\S]*Sign in with a password/)
  const refused = await visitor.get('/login/oidc/late')
  assert.equal(refused.status, 502)
  assert.match(refused.text, /does not answer/)
  late.misbehaviour = {}
  assert.equal((await visitor.get('/login/oidc/late')).status, 303)
  await late[Symbol.asyncDispose]()
})

test('an issuer that calls itself otherwise than it is configured is not believed', async () => {
  const odd = await openFakeIssuer(who)
  odd.misbehaviour = { metadata: (good) => ({ ...good, issuer: 'https://evil.com' }) }
  const one = { id: 'odd', name: 'Odd', issuer: odd.url, client_id: clientId, client_secret: 's' }
  await using second = await openTestPortal({ auth: { providers: { oidc: [one] } } })
  assert.equal((await new FormBrowser(second.url).get('/login/oidc/odd')).status, 502)
  await odd[Symbol.asyncDispose]()
})

test('one that is configured wrongly is shown to the administrator with the reason, and the others work', async () => {
  await using second = await openTestPortal({
    auth: { providers: { oidc: [{ id: 'x', name: 'X', issuer: 'no address', client_id: 'c' }] } },
  })
  await second.addPerson('root@acme.com', { admin: true })
  const root = new FormBrowser(second.url)
  assert.equal((await root.signIn('root@acme.com', testPassword)).status, 303)
  assert.match((await root.get('/status')).text, /OpenID Connect[\s\S]*auth\.oidc[\s\S]*issuer/)
  assert.doesNotMatch((await new FormBrowser(second.url).get('/login')).text, />\s*X\s*</)
})

test('what an issuer calls somebody keeps nobody out, is one line, and never takes a name away', async () => {
  await using issuer = await openFakeIssuer({ ...who, picture: 'https://a.example/\0' })
  const one = {
    id: 'one',
    name: 'One',
    issuer: issuer.url,
    client_id: clientId,
    client_secret: 's',
  }
  await using portal = await openTestPortal({
    auth: { allowedDomains: ['acme.com'], providers: { oidc: [one] } },
  })
  for (const [name, shown] of [
    ['A\0nn\r\nLee', 'A nn Lee'],
    ['', 'A nn Lee'],
    ['\u202e', 'A nn Lee'],
    ['x'.repeat(9000), 'x'.repeat(100)],
  ] as const) {
    issuer.misbehaviour = { claims: (claims) => ({ ...claims, name }) }
    const visitor = new FormBrowser(portal.url)
    const begun = await visitor.get('/login/oidc/one')
    const there = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' })
    const { pathname, search } = new URL(there.headers.get('location') ?? '')
    assert.equal((await visitor.get(pathname + search)).status, 303, JSON.stringify(name))
    const person = await findPersonByEmail(portal.db, who.email)
    assert.deepEqual([person?.name, person?.picture], [shown, null])
  }
})
