import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { principalOfBearer } from '#core/identity/bearer.ts'
import { listDevices } from '#core/identity/devices.ts'
import { suspendPerson } from '#core/identity/people.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { callback, codeIn, programOf } from '../../tests/peers/program.ts'

let portal: TestPortal
let browser: FormBrowser
let personId: string

before(async () => {
  portal = await openTestPortal()
  personId = (await portal.addPerson('ann@acme.com')).id
  browser = new FormBrowser(portal.url)
  await browser.signIn('ann@acme.com', testPassword)
})
after(() => portal[Symbol.asyncDispose]())

const lastAudit = async () => (await listAudit(portal.db, { limit: 1 }))[0]

test('a program that its person allows gets tokens that open what the person may see', async () => {
  const program = programOf(portal.url)
  const answer = await program.decide(browser)
  assert.equal(answer.status, 303)
  const back = new URL(answer.headers.get('location') ?? '')
  assert.equal(`${back.origin}${back.pathname}`, callback)
  assert.equal(back.searchParams.get('state'), program.state)
  assert.equal(back.searchParams.get('iss'), portal.publicUrl.origin)

  const tokens = await program.redeem(codeIn(answer))
  assert.equal(tokens.status, 200)
  assert.equal(tokens.expires_in, 900)
  assert.equal(tokens.headers.get('cache-control'), 'no-store')
  assert.match(tokens.refresh_token ?? '', /^adr_[\w-]{43}$/)
  const principal = await principalOfBearer(portal, tokens.access_token ?? '')
  assert.equal(principal?.email, 'ann@acme.com')
  const { action, detail, actor } = (await lastAudit()) ?? {}
  assert.deepEqual(
    { action, detail, actor },
    { action: 'device.link', detail: { device: 'analyst' }, actor: 'ann@acme.com' },
  )
})

test('whoever is not signed in signs in first and comes back to the question', async () => {
  const address = programOf(portal.url).addressOf()
  const answer = await new FormBrowser(portal.url).get(address)
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.get('location'), `/login?next=${encodeURIComponent(address)}`)
})

test('an older session, stolen perhaps, links no device before its person signs in again', async () => {
  const other = new FormBrowser(portal.url)
  await other.signIn('ann@acme.com', testPassword)
  const program = programOf(portal.url)
  const { text } = await other.get(program.addressOf())
  const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
  assert.ok(csrf)
  await portal.db.pool.query(`update core.session set created_at = now() - interval '1 hour'`)
  const asked = await other.get(program.addressOf())
  assert.equal(asked.status, 303)
  const login = asked.headers.get('location') ?? ''
  assert.match(login, /^\/login\?again=yes&next=%2Fdesktop%2Fauthorize%3F/)
  const fields = { ...program.question(), decision: 'allowed', csrf }
  const { headers } = await other.post('/desktop/authorize', fields)
  assert.ok(!headers.get('location')?.startsWith(callback))

  assert.match((await other.get(login)).text, /Sign in again/)
  const back = await other.signIn('ann@acme.com', testPassword)
  assert.equal(back.headers.get('location'), program.addressOf())
  assert.equal((await program.decide(other)).status, 303)
  await portal.db.pool.query('update core.session set created_at = now()')
})

test('the question shows what the program calls itself, as text', async () => {
  const asked = programOf(portal.url).addressOf({ device_name: 'Änn’s laptop' })
  const { text, headers } = await browser.get(asked)
  assert.match(text, /analyst on Änn’s laptop/)
  assert.match(
    headers.get('content-security-policy') ?? '',
    /form-action 'self' http:\/\/127\.0\.0\.1:49152;/,
  )
  const hostile = programOf(portal.url).addressOf({ device_name: '<b>x</b>' })
  assert.equal((await browser.get(hostile)).status, 400)
})

test('a form from another site, or without its token, allows nothing', async () => {
  const program = programOf(portal.url)
  const fields = { ...program.question(), decision: 'allowed' }
  assert.equal((await browser.post('/desktop/authorize', fields)).status, 403)
  const crossed = await browser.submit(program.addressOf(), '/desktop/authorize', fields, {
    origin: 'https://evil.example',
  })
  assert.equal(crossed.status, 403)
})

test('a denial goes back to the program with its state, and gives no code', async () => {
  const program = programOf(portal.url)
  const back = new URL((await program.decide(browser, 'denied')).headers.get('location') ?? '')
  assert.equal(back.searchParams.get('error'), 'access_denied')
  assert.equal(back.searchParams.get('state'), program.state)
  assert.equal(back.searchParams.get('code'), null)
  assert.equal((await lastAudit())?.action, 'device.deny')
})

test('a code is sent to the loopback address alone, whatever its port', async () => {
  for (const good of [callback, 'http://127.0.0.1:1/callback', 'http://[::1]:65535/callback']) {
    const { status } = await browser.get(programOf(portal.url).addressOf({ redirect_uri: good }))
    assert.equal(status, 200, good)
  }
  const foreign = [
    'http://localhost:49152/callback',
    'http://127.0.0.1.evil.example:49152/callback',
    'http://127.0.0.1:49152@evil.example/callback',
    'http://evil.example/?http://127.0.0.1:49152/callback',
    'http://127.0.0.1:49152/other',
    'http://127.0.0.1:49152/callback?x=1',
    'http://127.0.0.1:49152/callback\n',
    'http://127.0.0.1/callback',
    'http://127.0.0.1:65536/callback',
    'http://127.0.0.2:49152/callback',
    'http://127.1:49152/callback',
    'http://[::ffff:127.0.0.1]:49152/callback',
    'https://127.0.0.1:49152/callback',
    'data-analyst://auth',
  ]
  for (const redirect_uri of foreign) {
    const address = programOf(portal.url).addressOf({ redirect_uri })
    const answer = await browser.get(address)
    assert.equal(answer.status, 400, redirect_uri)
    assert.equal(answer.headers.get('location'), null, redirect_uri)
  }
})

test('token in a custom-scheme address without PKCE (of the original): no challenge, a plain one or a twofold one is refused', async () => {
  const program = programOf(portal.url)
  const { code_challenge: _, ...without } = program.question()
  const queries = [
    new URLSearchParams(without).toString(),
    new URLSearchParams(program.question({ code_challenge_method: 'plain' })).toString(),
    new URLSearchParams(program.question({ code_challenge: 'short' })).toString(),
    `${new URLSearchParams(program.question()).toString()}&code_challenge=${'x'.repeat(43)}`,
  ]
  for (const query of queries) {
    assert.equal((await browser.get(`/desktop/authorize?${query}`)).status, 400, query)
  }
})

test('a code without its verifier, with a wrong one, or for another program or address is lost', async () => {
  const wrong: Record<string, string>[] = [
    { code_verifier: 'w'.repeat(43) },
    { client_id: 'another' },
    { redirect_uri: 'http://127.0.0.1:49153/callback' },
  ]
  for (const over of wrong) {
    const program = programOf(portal.url)
    const code = codeIn(await program.decide(browser))
    assert.deepEqual((await program.redeem(code, over)).error, 'invalid_grant')
    assert.deepEqual((await program.redeem(code)).error, 'invalid_grant', 'it was used up')
  }
  const program = programOf(portal.url)
  const code = codeIn(await program.decide(browser))
  const missing = await program.redeem(code, { code_verifier: '' })
  assert.deepEqual([missing.status, missing.error], [400, 'invalid_request'])
})

test('a code that comes a second time ends the device that it made', async () => {
  const program = programOf(portal.url)
  const code = codeIn(await program.decide(browser))
  const { access_token: token = '', refresh_token } = await program.redeem(code)
  assert.ok(await principalOfBearer(portal, token))
  assert.equal((await program.redeem(code)).error, 'invalid_grant')
  assert.equal(await principalOfBearer(portal, token), undefined)
  assert.equal((await program.refresh(refresh_token)).error, 'invalid_grant')
  assert.equal((await lastAudit())?.action, 'device.code-replayed')
})

test('of twenty who show one code at once, one at most gets tokens', async () => {
  const program = programOf(portal.url)
  const code = codeIn(await program.decide(browser))
  const before = (await listDevices(portal.db, personId)).length
  const answers = await Promise.all(Array.from({ length: 20 }, () => program.redeem(code)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  assert.equal((await listDevices(portal.db, personId)).length, before)
})

test('a code lives a minute and is kept as a hash', async () => {
  const program = programOf(portal.url)
  const code = codeIn(await program.decide(browser))
  const { rows } = await portal.db.pool.query<{ row: string; seconds: number }>(
    `select c::text as row, extract(epoch from expires_at - now())::float as seconds
     from auth_desktop.authorization_code c`,
  )
  assert.ok(rows.every(({ row, seconds }) => !row.includes(code) && seconds <= 60))
  await portal.db.pool.query(
    `update auth_desktop.authorization_code set expires_at = now() - interval '1 second'`,
  )
  assert.equal((await program.redeem(code)).error, 'invalid_grant')
})

test('who is locked out between the question and the answer gets nothing', async () => {
  const bob = await portal.addPerson('bob@acme.com')
  const his = new FormBrowser(portal.url)
  await his.signIn('bob@acme.com', testPassword)
  const program = programOf(portal.url)
  const code = codeIn(await program.decide(his))
  await suspendPerson(portal.db, bob.id)
  assert.equal((await program.redeem(code)).error, 'invalid_grant')
})
