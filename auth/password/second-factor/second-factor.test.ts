import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { csrfIn, FormBrowser } from '../../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../../tests/peers/portal.ts'

let portal: TestPortal

before(async () => {
  portal = await openTestPortal()
})
after(() => portal[Symbol.asyncDispose]())
// All tests come from one address, which may try only so often.
beforeEach(() => portal.db.pool.query('delete from core.rate_limit'))

const browser = () => new FormBrowser(portal.url)

/** The code that an app shows, `steps` half minutes after `now`. */
function codeOf(secret: string, steps = 0, now = Date.now()): string {
  const timestamp = now + steps * 30_000
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp })
}

function secretIn(text: string): string {
  const shown = /id="authenticator-key"[^>]*><code>([A-Z2-7 ]+)</.exec(text)?.[1]
  return (shown ?? assert.fail('no key is shown')).replaceAll(' ', '')
}

function recoveryCodesIn(text: string): readonly string[] {
  return text.match(/\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b/g) ?? []
}

async function signedIn(email: string): Promise<FormBrowser> {
  const visitor = browser()
  assert.equal((await visitor.signIn(email, testPassword)).status, 303)
  return visitor
}

/** A person who has switched the second step on; the code of the present half minute is used up. */
async function withSecondStep(email: string) {
  const { id } = await portal.addPerson(email)
  const visitor = await signedIn(email)
  const secret = secretIn((await visitor.get('/account/authenticator')).text)
  const path = '/account/authenticator'
  const at = Date.now()
  const on = await visitor.submit(path, path, { code: codeOf(secret, 0, at) })
  return { id, visitor, secret, at, on, codes: recoveryCodesIn(on.text) }
}

/** A browser in which the right password was given, and nothing more. */
async function afterPassword(email: string): Promise<FormBrowser> {
  const visitor = browser()
  const answer = await visitor.signIn(email, testPassword)
  assert.equal(answer.headers.get('location'), '/login/code')
  return visitor
}

const send = (visitor: FormBrowser, code: string) =>
  visitor.submit('/login/code', '/login/code', { code })

/** Lets the codes of this half minute be used again, as if it were later. */
function asIfLater(id: string) {
  return portal.db.pool.query(
    'update auth_password.authenticator set last_step = 0 where person_id = $1',
    [id],
  )
}

test('after the password the code of the app is asked for, and only both sign in', async () => {
  const { id, secret, on } = await withSecondStep('ann@acme.com')
  assert.equal(on.status, 200)
  await asIfLater(id)
  const visitor = await afterPassword('ann@acme.com')
  assert.equal((await visitor.get('/')).status, 303)
  const wrong = await send(visitor, '000000')
  assert.equal(wrong.status, 401)
  assert.match(wrong.text, /This code is not right/)
  assert.equal((await visitor.get('/')).status, 303)
  const right = codeOf(secret)
  assert.equal((await send(visitor, `${right.slice(0, 3)} ${right.slice(3)}`)).status, 303)
  assert.equal((await visitor.get('/')).status, 200)
})

test('a code that was seen is worth nothing: no code is taken twice, nor one before it', async () => {
  const { secret, at } = await withSecondStep('replay@acme.com')
  const visitor = await afterPassword('replay@acme.com')
  assert.equal((await send(visitor, codeOf(secret, 0, at))).status, 401)
  assert.equal((await send(visitor, codeOf(secret, -1, at))).status, 401)
  assert.equal((await send(visitor, codeOf(secret, 1, at))).status, 303)
  const other = await afterPassword('replay@acme.com')
  assert.equal((await send(other, codeOf(secret, 1, at))).status, 401)
})

test('of five who send one code at the same moment, one is let in', async () => {
  const { id, secret } = await withSecondStep('race@acme.com')
  await asIfLater(id)
  const visitors = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const visitor = await afterPassword('race@acme.com')
      return { visitor, csrf: csrfIn((await visitor.get('/login/code')).text) }
    }),
  )
  const code = codeOf(secret)
  const answers = await Promise.all(
    visitors.map(({ visitor, csrf }) => visitor.post('/login/code', { csrf, code })),
  )
  assert.equal(answers.filter(({ status }) => status === 303).length, 1)
})

test('the second step belongs to the browser in which the password was given', async () => {
  const { id, secret } = await withSecondStep('bound@acme.com')
  await asIfLater(id)
  await afterPassword('bound@acme.com')
  const stranger = browser()
  assert.equal((await stranger.get('/login/code')).headers.get('location'), '/login/password')
  const forged = await stranger.submit('/login/password', '/login/code', { code: codeOf(secret) })
  assert.equal(forged.headers.get('location'), '/login/password')
  assert.equal((await stranger.get('/')).status, 303)
})

test('ten wrong codes are enough, even for who has the password', async () => {
  const { id, secret } = await withSecondStep('guessed@acme.com')
  await asIfLater(id)
  const visitor = await afterPassword('guessed@acme.com')
  for (let index = 0; index < 10; index += 1)
    assert.equal((await send(visitor, `00000${index}`)).status, 401)
  const refused = await send(visitor, codeOf(secret))
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
  const { rows } = await portal.db.pool.query(
    `select 1 from core.audit where subject = 'guessed@acme.com' and action = 'password.code-refused'`,
  )
  assert.equal(rows.length, 10)
})

test('ten recovery codes are shown once; each signs in once, and its owner is told', async () => {
  const { visitor, codes } = await withSecondStep('lost@acme.com')
  assert.equal(new Set(codes).size, 10)
  const [first = '', second = ''] = codes
  assert.equal((await send(await afterPassword('lost@acme.com'), first.toUpperCase())).status, 303)
  assert.equal((await send(await afterPassword('lost@acme.com'), first)).status, 401)
  assert.equal(
    (await send(await afterPassword('lost@acme.com'), second.replaceAll('-', ' '))).status,
    303,
  )
  const account = (await visitor.get('/account')).text
  assert.match(account, /8 of your recovery codes are left/)
  assert.ok(codes.every((code) => !account.includes(code)))
  const { rows } = await portal.db.pool.query<{ body: string }>(
    `select body from core.mail where recipient = 'lost@acme.com' and body like 'A recovery code%'`,
  )
  assert.match(rows[0]?.body ?? '', /A recovery code was used to sign in; 9 are left/)
})

test('new recovery codes end the old ones', async () => {
  const { visitor, codes } = await withSecondStep('renew@acme.com')
  const path = '/account/recovery-codes'
  const renewed = recoveryCodesIn((await visitor.submit(path, path)).text)
  assert.equal(renewed.length, 10)
  const attempt = await afterPassword('renew@acme.com')
  assert.equal((await send(attempt, codes[0] ?? '')).status, 401)
  assert.equal((await send(attempt, renewed[0] ?? '')).status, 303)
})

test('one person’s codes are no codes of another', async () => {
  const one = await withSecondStep('one@acme.com')
  const two = await withSecondStep('two@acme.com')
  await asIfLater(two.id)
  const attempt = await afterPassword('two@acme.com')
  assert.equal((await send(attempt, one.codes[0] ?? '')).status, 401)
  assert.equal((await send(attempt, codeOf(one.secret, 1))).status, 401)
})

test('switching it on takes a code, ends other sessions and tells the owner; then no key is shown again', async () => {
  await portal.addPerson('setup@acme.com')
  const [here, there] = [await signedIn('setup@acme.com'), await signedIn('setup@acme.com')]
  const page = await here.get('/account/authenticator')
  assert.match(page.text, /<svg[\s\S]*role="img"/)
  const path = '/account/authenticator'
  const wrong = await here.submit(path, path, { code: '123' })
  assert.equal(wrong.status, 400)
  assert.equal(secretIn(wrong.text), secretIn(page.text))
  // A secret that waits is not asked for.
  assert.equal(
    (await browser().signIn('setup@acme.com', testPassword)).headers.get('location'),
    '/',
  )
  await here.submit(path, path, { code: codeOf(secretIn(page.text)) })
  assert.equal((await there.get('/')).status, 303)
  assert.equal((await here.get(path)).headers.get('location'), '/account?done=saved')
  const { rows } = await portal.db.pool.query<{ subject: string }>(
    `select subject from core.mail where recipient = 'setup@acme.com'`,
  )
  assert.deepEqual(
    rows.map(({ subject }) => subject),
    ['An authenticator app was set up – Acme Analytics'],
  )
})

test('switching it off lets the password alone sign in, and takes the recovery codes along', async () => {
  const { id, visitor } = await withSecondStep('off@acme.com')
  const path = '/account/authenticator/remove'
  assert.equal((await visitor.submit(path, path)).status, 303)
  assert.equal((await browser().signIn('off@acme.com', testPassword)).headers.get('location'), '/')
  const { rows } = await portal.db.pool.query(
    'select 1 from auth_password.recovery_code where person_id = $1',
    [id],
  )
  assert.equal(rows.length, 0)
})

for (const path of [
  '/account/authenticator',
  '/account/authenticator/remove',
  '/account/recovery-codes',
]) {
  test(`a stolen session that is old cannot use ${path}`, async () => {
    const email = `old${path.replaceAll('/', '-')}@acme.com`
    const { visitor } = await withSecondStep(email)
    const csrf = csrfIn((await visitor.get('/account')).text)
    await portal.db.pool.query(`update core.session set created_at = now() - interval '1 hour'`)
    assert.notEqual((await visitor.get(path)).status, 200)
    const forced = await visitor.post(path, { csrf, code: '123456' })
    assert.notEqual(forced.status, 200)
    assert.notEqual(forced.headers.get('location'), '/account?done=saved')
    assert.equal(
      (await browser().signIn(email, testPassword)).headers.get('location'),
      '/login/code',
    )
  })
}

test('a new password ends a sign-in that waits for its second step', async () => {
  const { id, secret, visitor } = await withSecondStep('half@acme.com')
  await asIfLater(id)
  const waiting = await afterPassword('half@acme.com')
  const csrf = csrfIn((await waiting.get('/login/code')).text)
  const change = { current: testPassword, password: 'a sentence of unusual words' }
  assert.equal((await visitor.submit('/account', '/account/password', change)).status, 303)
  const late = await waiting.post('/login/code', { csrf, code: codeOf(secret) })
  assert.equal(late.headers.get('location'), '/login/password')
})

test('after a restore without the secrets recovery codes still open the account, and a new app can be set up', async () => {
  const { id, codes, secret } = await withSecondStep('restored@acme.com')
  await portal.db.pool.query(
    'update auth_password.authenticator set secret = reverse(secret) where person_id = $1',
    [id],
  )
  const visitor = await afterPassword('restored@acme.com')
  assert.match((await send(visitor, codeOf(secret, 1))).text, /This code is not right/)
  assert.equal((await send(visitor, codes[0] ?? '')).status, 303)
  const remove = '/account/authenticator/remove'
  assert.equal((await visitor.submit(remove, remove, {})).status, 303)
  const path = '/account/authenticator'
  const fresh = secretIn((await visitor.get(path)).text)
  // One that was only offered cannot be read either.
  await portal.db.pool.query(
    'update auth_password.authenticator set secret = reverse(secret) where person_id = $1',
    [id],
  )
  const newest = secretIn((await visitor.get(path)).text)
  assert.notEqual(newest, fresh)
  assert.equal(secretIn((await visitor.get(path)).text), newest)
  assert.equal(
    recoveryCodesIn((await visitor.submit(path, path, { code: codeOf(newest) })).text).length,
    10,
  )
})

test('the database holds neither a secret of an app nor a recovery code in clear', async () => {
  const { secret, codes } = await withSecondStep('rest@acme.com')
  const { rows } = await portal.db.pool.query<{ row: string }>(
    `select a::text as row from auth_password.authenticator a
     union all select r::text from auth_password.recovery_code r
     union all select a::text from core.audit a union all select m::text from core.mail m`,
  )
  const all = rows.map(({ row }) => row).join('\n')
  const inHex = Buffer.from(secret).toString('hex')
  for (const text of [secret, inHex, ...codes]) assert.ok(!all.includes(text))
})
