import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import jwt from 'jsonwebtoken'
import { openHttpApp, type TestHttpApp } from '../../tests/peers/http-app.ts'
import {
  PORTAL_IDENTITY_HEADER,
  portalIdentity,
  requireAdmin,
  signPortalIdentity,
  type PortalIdentity,
} from './portal-identity.ts'
import { Router } from './router.ts'

const secret = 'portal-secret-'.padEnd(43, 'x')
const ann: PortalIdentity = {
  personId: 'p1',
  username: 'ann',
  email: 'ann@acme.com',
  name: 'Änn',
  groups: ['sales'],
  admin: false,
  tables: ['sales/*'],
  csrf: 'c'.repeat(43),
}
let app: TestHttpApp

before(async () => {
  const router = new Router()
  router.get('/me', (ctx) => {
    ctx.body = ctx.state['person'] as PortalIdentity
  })
  router.get('/admin', requireAdmin, (ctx) => {
    ctx.body = 'welcome'
  })
  app = await openHttpApp({
    routers: [router],
    identity: portalIdentity({ text: () => secret }, 'reports'),
  })
})
after(() => app.close())

async function ask(token: string | undefined, path = '/me') {
  const headers = token === undefined ? {} : { [PORTAL_IDENTITY_HEADER]: token }
  const answer = await fetch(app.url + path, { headers })
  return { status: answer.status, text: await answer.text() }
}

test('a service learns who asks from the portal, letter by letter, and nothing more', async () => {
  const { status, text } = await ask(signPortalIdentity(secret, 'reports', ann))
  assert.equal(status, 200)
  assert.deepEqual(JSON.parse(text), ann)
})

test('only administrators pass where administrators are asked for', async () => {
  const token = (admin: boolean) => signPortalIdentity(secret, 'reports', { ...ann, admin })
  const refused = await ask(token(false), '/admin')
  assert.equal(refused.status, 403)
  assert.equal((JSON.parse(refused.text) as { code: string }).code, 'administrators_only')
  assert.equal((await ask(token(true), '/admin')).status, 200)
})

test('without the portal nobody gets in', async () => {
  assert.equal((await ask(undefined)).status, 401)
})

const now = () => Math.floor(Date.now() / 1000)
const good = { ...ann, iss: 'portal', aud: 'reports', sub: 'p1' }
const sign = (claims: object, options: jwt.SignOptions = {}, key = secret) =>
  jwt.sign({ iat: now(), exp: now() + 30, ...claims }, key, { algorithm: 'HS256', ...options })

/** A token with a header that the library would not write. */
function forge(header: object, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const body = `${part(header)}.${part(claims)}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}

test('the tokens below are refused for what is wrong with them, not for how they are made', async () => {
  assert.equal((await ask(sign(good))).status, 200)
  const claims = { ...good, iat: now(), exp: now() + 30 }
  assert.equal((await ask(forge({ alg: 'HS256', typ: 'JWT' }, claims))).status, 200)
})

const { name: _name, ...nameless } = good
const hostile: Readonly<Record<string, () => string>> = {
  'made for another service': () => signPortalIdentity(secret, 'other', ann),
  'made for several services': () => sign({ ...good, aud: ['reports', 'other'] }),
  'made for no service': () => sign({ ...good, aud: undefined }),
  'of another issuer': () => sign({ ...good, iss: 'desktop' }),
  'signed with another secret': () => signPortalIdentity('y'.repeat(43), 'reports', ann),
  'signed with nothing': () => jwt.sign(good, null, { algorithm: 'none', expiresIn: 30 }),
  'signed with another algorithm': () => sign(good, { algorithm: 'HS512' }),
  'that has expired': () => sign({ ...good, exp: now() - 1 }),
  'that never expires': () => forge({ alg: 'HS256' }, { ...good, iat: now() }),
  'that is not good yet': () => sign({ ...good, nbf: now() + 60 }),
  'from the future': () => sign({ ...good, iat: now() + 3600, exp: now() + 3630 }),
  'that does not say when it was made': () => forge({ alg: 'HS256' }, { ...good, exp: now() + 30 }),
  'with a critical extension that nobody knows': () =>
    forge({ alg: 'HS256', crit: ['x'], x: 1 }, { ...good, iat: now(), exp: now() + 30 }),
  'whose claims are not encoded': () =>
    forge({ alg: 'HS256', b64: false }, { ...good, iat: now(), exp: now() + 30 }),
  'that lacks a claim': () => sign(nameless),
  'whose admin is a word': () => sign({ ...good, admin: 'yes' }),
  'whose signature is cut off': () => sign(good).replace(/\.[^.]*$/, '.'),
  'whose claims were changed': () => {
    const [head, , signature] = sign(good).split('.')
    const claims = Buffer.from(JSON.stringify({ ...good, admin: true })).toString('base64url')
    return `${head}.${claims}.${signature}`
  },
  'above 8 KiB': () => sign({ ...good, more: 'x'.repeat(9000) }),
  'that is none': () => 'garbage',
}
for (const [what, token] of Object.entries(hostile)) {
  test(`an identity ${what} is refused, and the answer does not say why`, async () => {
    const { status, text } = await ask(token())
    assert.equal(status, 401)
    const { code, detail } = JSON.parse(text) as { code: string; detail: string }
    assert.deepEqual([code, detail], ['invalid_token', 'The token is not good'])
  })
}

test('a secret that could be guessed signs nothing', () => {
  assert.throws(() => signPortalIdentity('short', 'reports', ann), TypeError)
})
