import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { csrfIn, FormBrowser } from '../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../tests/peers/portal.ts'

let portal: TestPortal

before(async () => {
  portal = await openTestPortal()
  await portal.addPerson('ann@acme.com', { name: 'Ann Smith' })
})
after(() => portal[Symbol.asyncDispose]())

async function signedIn(email = 'ann@acme.com'): Promise<FormBrowser> {
  const browser = new FormBrowser(portal.url)
  const { status, headers } = await browser.signIn(email, testPassword)
  assert.equal(status, 303)
  assert.equal(headers.get('location'), '/')
  return browser
}

test('a person signs in with a password and is greeted by name', async () => {
  const home = await (await signedIn()).get('/')
  assert.equal(home.status, 200)
  assert.match(home.text, /<h1>Welcome, Ann Smith<\/h1>/)
  assert.ok(home.text.includes(`curl -fsSL ${portal.publicUrl.origin}/analyst.mjs -o analyst.mjs`))
})

test('a visitor is sent to the login and then to where they wanted to go', async () => {
  const browser = new FormBrowser(portal.url)
  const sent = await browser.get('/account?x=1')
  assert.equal(sent.status, 303)
  assert.equal(sent.headers.get('location'), '/login?next=%2Faccount%3Fx%3D1')
  await browser.get('/login?next=%2Faccount%3Fx%3D1')
  const entered = await browser.signIn('ann@acme.com', testPassword)
  assert.equal(entered.headers.get('location'), '/account?x=1')
})

test('open redirect: a login never leads to another site', async () => {
  for (const next of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/%09/evil.example/..//',
  ]) {
    const browser = new FormBrowser(portal.url)
    await browser.get(`/login?next=${encodeURIComponent(next)}`)
    const { headers } = await browser.signIn('ann@acme.com', testPassword)
    assert.ok(headers.get('location')?.startsWith('/'), next)
    assert.ok(!/^\/[\\/]/.test(headers.get('location') ?? ''), next)
  }
})

test('a client that wants JSON gets 401 and not a login page', async () => {
  const answer = await fetch(`${portal.url}/account`, { headers: { accept: 'application/json' } })
  assert.equal(answer.status, 401)
  assert.equal(answer.headers.get('content-type'), 'application/problem+json')
  assert.equal(((await answer.json()) as { code: string }).code, 'not_signed_in')
})

test('no CSRF protection (of the original): a form without the token of this browser is refused', async () => {
  const browser = await signedIn()
  const stranger = new FormBrowser(portal.url)
  const foreign = csrfIn((await stranger.get('/login/password')).text)
  for (const csrf of ['', 'wrong', foreign]) {
    for (const path of [
      '/account/tokens',
      '/logout',
      '/account/sessions/end-others',
      '/account/password',
    ]) {
      assert.equal((await browser.post(path, { csrf, name: 'x' })).status, 403, path)
    }
  }
  assert.equal((await browser.get('/account')).status, 200)
})

test('login CSRF: the login form is refused without the token of the visitor', async () => {
  const browser = new FormBrowser(portal.url)
  const fields = { email: 'ann@acme.com', password: testPassword }
  assert.equal((await browser.post('/login/password', fields)).status, 403)
  assert.equal(browser.cookie('session'), undefined)
})

test('a form from another origin is refused even with the right token', async () => {
  const browser = await signedIn()
  const csrf = csrfIn((await browser.get('/account')).text)
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]) {
    const { status, text } = await browser.post('/account/tokens', { csrf, name: 'x' }, headers)
    assert.equal(status, 403)
    assert.ok(text.includes(`Open the portal at ${portal.publicUrl.origin}`))
  }
  const own = { origin: portal.publicUrl.origin, 'sec-fetch-site': 'same-origin' }
  assert.equal((await browser.post('/account/tokens', { csrf, name: 'x' }, own)).status, 200)
})

test('session fixation: the session changes at every sign-in, and the one before ends', async () => {
  const browser = await signedIn()
  const first = browser.cookie('session')
  await browser.signIn('ann@acme.com', testPassword)
  const second = browser.cookie('session')
  assert.notEqual(second, first)
  const copy = new FormBrowser(portal.url)
  copy.setCookie('session', first ?? '')
  assert.equal((await copy.get('/')).headers.get('location'), '/login')
})

test('logout is a POST, and a copied cookie is dead afterwards', async () => {
  const browser = await signedIn()
  const copy = new FormBrowser(portal.url)
  copy.setCookie('session', browser.cookie('session') ?? '')
  assert.equal((await browser.get('/logout')).status, 200)
  assert.equal((await browser.get('/')).status, 200)
  const gone = await browser.submit('/logout', '/logout')
  assert.equal(gone.headers.get('location'), '/login')
  assert.equal(browser.cookie('session'), undefined)
  assert.equal((await copy.get('/')).headers.get('location'), '/login')
})

test('session cookies without flags (of the original): HttpOnly, SameSite and Path, and __Host- with https', async () => {
  await using secure = await openTestPortal({ publicUrl: 'https://data.acme.com' })
  await secure.addPerson('ann@acme.com')
  const expected = [
    [portal, /^session=\S+; path=\/; expires=[^;]+; samesite=lax; httponly$/i],
    [secure, /^__Host-session=\S+; path=\/; expires=[^;]+; samesite=lax; secure; httponly$/i],
  ] as const
  for (const [{ url }, pattern] of expected) {
    const { headers } = await new FormBrowser(url).signIn('ann@acme.com', testPassword)
    const cookie = headers.getSetCookie().find((line) => /session=/.test(line))
    assert.match(cookie ?? '', pattern)
  }
})

test('every page carries the policy that forbids inline scripts, styles and foreign files, and is not stored', async () => {
  const browser = await signedIn()
  for (const path of ['/', '/login', '/account', '/logout', '/nothing-here', '/login/password']) {
    const { headers, text } = await browser.get(path)
    const policy = headers.get('content-security-policy') ?? ''
    assert.match(policy, /^default-src 'none'; /)
    assert.ok(!policy.includes('unsafe'))
    assert.match(policy, /frame-ancestors 'none'/)
    assert.equal(headers.get('cache-control'), 'no-store', path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('x-powered-by'), null)
    assert.doesNotMatch(text, / style=| on[a-z]+=|<script(?! src="\/assets\/)|<style/)
  }
})

test('stale CSS after a deploy (of the original): files are addressed by their content and kept for ever', async () => {
  const { text } = await new FormBrowser(portal.url).get('/login')
  const urls = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, url]) => url ?? '')
  assert.ok(urls.length >= 4)
  for (const url of urls) {
    const answer = await fetch(portal.url + url)
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.ok((await answer.text()).length > 0)
  }
  assert.equal((await fetch(`${portal.url}/assets/0000000000000000/portal.css`)).status, 404)
})

test('what is nowhere is a 404 page inside the layout, and a problem for programs', async () => {
  const browser = await signedIn()
  const page = await browser.get('/nothing-here')
  assert.equal(page.status, 404)
  assert.match(page.text, /There is nothing here/)
  assert.match(page.text, /aria-label="Main"/)
  const problem = await fetch(`${portal.url}/nothing-here`)
  assert.equal(problem.status, 404)
  assert.equal(((await problem.json()) as { code: string }).code, 'not_found')
})

test('stored XSS (of the original): names are text wherever they stand', async () => {
  const evil = '<img src=x onerror="alert(1)">'
  await using hostile = await openTestPortal({ name: evil })
  await hostile.addPerson('eve@acme.com', { name: evil })
  const browser = new FormBrowser(hostile.url)
  await browser.signIn('eve@acme.com', testPassword)
  const { text } = await browser.submit('/account', '/account/tokens', { name: evil })
  const pages = [text, (await browser.get('/')).text, (await browser.get('/login/password')).text]
  for (const page of pages) {
    assert.ok(!page.includes('<img'))
    assert.ok(page.includes('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;'))
  }
})

test('the analysts’ program is one file with an entity tag', async () => {
  const first = await fetch(`${portal.url}/analyst.mjs`)
  assert.equal(first.status, 200)
  assert.match(await first.text(), /^#!\/usr\/bin\/env node\n/)
  const etag = first.headers.get('etag') ?? ''
  const headers = { 'if-none-match': etag, 'cache-control': 'max-age=0', pragma: 'x' }
  const again = await fetch(`${portal.url}/analyst.mjs`, { headers })
  assert.equal(again.status, 304)
})
