import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { principalOfBearer } from '#core/identity/bearer.ts'
import { deviceTokenSecret, signDeviceToken } from '#core/identity/device-tokens.ts'
import { listDevices } from '#core/identity/devices.ts'
import { suspendPerson } from '#core/identity/people.ts'
import { signJwt } from '#core/jwt.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { linkedProgram, programOf } from '../../tests/peers/program.ts'

let portal: TestPortal
let browser: FormBrowser
let personId: string

before(async () => {
  portal = await openTestPortal()
  personId = (await portal.addPerson('ann@acme.com')).id
  browser = await signedIn('ann@acme.com')
})
beforeEach(() => portal.db.pool.query('delete from core.rate_limit'))
after(() => portal[Symbol.asyncDispose]())

const json = { accept: 'application/json' }

async function signedIn(email: string): Promise<FormBrowser> {
  const made = new FormBrowser(portal.url)
  await made.signIn(email, testPassword)
  return made
}

/** Links the app as its page does, and returns its token. */
async function linkedApp(by = browser): Promise<string> {
  const { text, status } = await by.submit('/desktop/link', '/api/desktop/authorize', {}, json)
  assert.equal(status, 200, text)
  const { url } = JSON.parse(text) as { url: string }
  return /^data-analyst:\/\/auth\?token=([\w.-]+)$/.exec(url)?.[1] ?? assert.fail(url)
}

const renew = (token: string | undefined): Promise<Response> =>
  fetch(`${portal.url}/api/desktop/refresh`, {
    method: 'POST',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  })

async function renewed(token: string): Promise<string> {
  const answer = await renew(token)
  assert.equal(answer.status, 200)
  return ((await answer.json()) as { token: string }).token
}

/** The claims, as a client of the original reads them. */
function claimsOf(token: string): Record<string, unknown> {
  const [, payload = ''] = token.split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
}

const isGood = async (token: string): Promise<boolean> =>
  (await principalOfBearer(portal, token)) !== undefined

/** A token of the newest device of ann that expired so many days ago, or will. */
async function expiredFor(days: number): Promise<string> {
  const [device] = await listDevices(portal.db, personId)
  const { sub } = claimsOf(await linkedApp())
  return signDeviceToken(portal.secrets, {
    deviceId: device?.id ?? '',
    username: String(sub),
    seconds: -days * 86_400,
  })
}

test('a client of the original gets its token by its own scheme, with the claims it knows', async () => {
  const page = await browser.get('/desktop/link')
  assert.match(page.text, /Authorize<\/button>/)
  const token = await linkedApp()
  const { sub, iss, iat, exp } = claimsOf(token)
  assert.deepEqual([sub, iss], ['ann', 'data-analyst'])
  assert.equal(Number(exp) - Number(iat), 30 * 86_400)
  assert.equal((await principalOfBearer(portal, token))?.email, 'ann@acme.com')
  const [entry] = await listAudit(portal.db, { limit: 1 })
  assert.equal(entry?.action, 'device.link')
})

test('in a browser the link is one that the person opens', async () => {
  const { text } = await browser.submit('/desktop/link', '/api/desktop/authorize')
  assert.match(text, /href="data-analyst:\/\/auth\?token=[\w.-]+"/)
})

test('unlink is cosmetic (of the original): it ends the token with the next request, for good', async () => {
  const token = await linkedApp()
  assert.ok(await isGood(token))
  const answer = await browser.submit('/account', '/api/desktop/unlink', {}, json)
  assert.equal(answer.status, 200)
  assert.equal((JSON.parse(answer.text) as { ok: unknown }).ok, true)
  for (let tries = 0; tries < 3; tries += 1) assert.equal(await isGood(token), false)
  assert.equal((await renew(token)).status, 401)
  const devices = await listDevices(portal.db, personId)
  assert.ok(!devices.some(({ kind }) => kind === 'app'), 'nothing links it again')
  const again = await browser.submit('/account', '/api/desktop/unlink', {}, json)
  assert.equal(again.status, 400)
})

test('the app renews its token, and the earlier one lives on until its own end', async () => {
  const first = await linkedApp()
  const second = await renewed(first)
  assert.notEqual(second, first)
  assert.ok((await isGood(first)) && (await isGood(second)))
  assert.equal(claimsOf(second)['sid'], claimsOf(first)['sid'])
})

test('a token that expired is renewed for seven days, and opens nothing meanwhile', async () => {
  await linkedApp()
  const late = await expiredFor(6.9)
  assert.equal(await isGood(late), false)
  assert.ok(await isGood(await renewed(late)))
  assert.equal((await renew(await expiredFor(7.1))).status, 401)
})

test('grace as leeway (of the original): a token from the future is refused', async () => {
  const { sid, sub } = claimsOf(await linkedApp())
  const iat = Math.floor(Date.now() / 1000) + 3600
  const options = {
    secret: deviceTokenSecret(portal.secrets),
    issuer: 'data-analyst',
    audience: 'data-analyst',
    subject: String(sub),
    seconds: 86_400,
  }
  const made = (claims: object) => signJwt({ sid, jti: crypto.randomUUID(), ...claims }, options)
  assert.equal((await renew(made({}))).status, 200, 'the same without it is good')
  assert.equal((await renew(made({ iat }))).status, 401)
})

test('renewal by removed users (of the original): who is locked out renews nothing', async () => {
  const { id } = await portal.addPerson('gone@acme.com')
  const token = await linkedApp(await signedIn('gone@acme.com'))
  await suspendPerson(portal.db, id)
  assert.equal(await isGood(token), false)
  assert.equal((await renew(token)).status, 401)
})

test('the short token of a program is not renewed into a long one', async () => {
  const { access_token = '' } = await linkedProgram(portal.url, browser)
  assert.ok(await isGood(access_token))
  assert.equal((await renew(access_token)).status, 401)
})

test('one device renews thirty times an hour at most, which holds up no other', async () => {
  const [token, other] = [await linkedApp(), await linkedApp()]
  for (let times = 0; times < 30; times += 1) assert.equal((await renew(token)).status, 200)
  const refused = await renew(token)
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
  assert.ok(await isGood(token), 'what it has stays good')
  assert.equal((await renew(other)).status, 200)
})

test('a person links thirty devices an hour at most, whichever way: a denial is none', async () => {
  await portal.addPerson('many@acme.com')
  const by = await signedIn('many@acme.com')
  for (let links = 0; links < 15; links += 1) {
    await linkedApp(by)
    assert.equal((await programOf(portal.url).decide(by)).status, 303)
  }
  assert.equal((await programOf(portal.url).decide(by)).status, 429)
  assert.equal((await by.submit('/desktop/link', '/api/desktop/authorize', {}, json)).status, 429)
  const denied = await programOf(portal.url).decide(by, 'denied')
  assert.match(denied.headers.get('location') ?? '', /error=access_denied/)
})

test('without a good token the answer is always the same 401, as JSON', async () => {
  const token = await linkedApp()
  const [head, payload, signature] = token.split('.')
  const bodies = new Set<string>()
  for (const bad of [
    undefined,
    '',
    'x',
    `${head}.${payload}.`,
    `${head}.${payload}.${signature}x`,
  ]) {
    const answer = await renew(bad)
    assert.equal(answer.status, 401)
    const { code, title, detail } = (await answer.json()) as Record<string, unknown>
    bodies.add(JSON.stringify([code, title, detail]))
  }
  assert.equal(bodies.size, 1)
})

test('nobody links an app without signing in, nor by a form of another site', async () => {
  const stranger = new FormBrowser(portal.url)
  assert.equal(
    (await stranger.get('/desktop/link')).headers.get('location'),
    '/login?next=%2Fdesktop%2Flink',
  )
  assert.equal((await stranger.post('/api/desktop/authorize', {}, json)).status, 401)
  assert.equal((await browser.post('/api/desktop/authorize', {}, json)).status, 403)
  assert.equal((await browser.post('/api/desktop/unlink', {}, json)).status, 403)
})

test('the app’s own link can be switched off, and has the scheme and days that are configured', async () => {
  const auth = (desktop: object) => ({ auth: { providers: { desktop } } })
  await using off = await openTestPortal(auth({ app_link: false }))
  await off.addPerson('ann@acme.com')
  const hers = new FormBrowser(off.url)
  await hers.signIn('ann@acme.com', testPassword)
  assert.equal((await hers.get('/desktop/link')).status, 404)
  assert.equal((await hers.get('/device')).status, 200)

  await using other = await openTestPortal(auth({ url_scheme: 'acme', token_days: 2 }))
  await other.addPerson('ann@acme.com')
  const theirs = new FormBrowser(other.url)
  await theirs.signIn('ann@acme.com', testPassword)
  const { text } = await theirs.submit('/desktop/link', '/api/desktop/authorize', {}, json)
  const { url } = JSON.parse(text) as { url: string }
  assert.ok(url.startsWith('acme://auth?token='))
  const { iat, exp } = claimsOf(url)
  assert.equal(Number(exp) - Number(iat), 2 * 86_400)
})

test('empty JWT secret (of the original): with a short one nothing of this is mounted', async () => {
  await using weak = await openTestPortal({ rawEnv: { DESKTOP_JWT_SECRET: 'secret' } })
  for (const path of ['/api/desktop/refresh', '/oauth/token', '/oauth/device_authorization']) {
    const { status } = await fetch(weak.url + path, { method: 'POST' })
    assert.equal(status, 404, path)
  }
})
