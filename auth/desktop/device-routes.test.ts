import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { principalOfBearer } from '#core/identity/bearer.ts'
import { suspendPerson } from '#core/identity/people.ts'
import { FormBrowser, type Visited } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { askOAuth, type TokenReply } from '../../tests/peers/program.ts'
import { shownUserCode, userCodeOf } from './user-code.ts'

let portal: TestPortal
let browser: FormBrowser

before(async () => {
  portal = await openTestPortal()
  await portal.addPerson('ann@acme.com')
  browser = await signedIn('ann@acme.com')
})
beforeEach(() => portal.db.pool.query('delete from core.rate_limit'))
after(() => portal[Symbol.asyncDispose]())

async function signedIn(email: string): Promise<FormBrowser> {
  const made = new FormBrowser(portal.url)
  await made.signIn(email, testPassword)
  return made
}

const begin = (over: Readonly<Record<string, string>> = {}): Promise<TokenReply> =>
  askOAuth(portal.url, '/oauth/device_authorization', { client_id: 'analyst', ...over })

const poll = ({ device_code = '' }: TokenReply, client_id = 'analyst'): Promise<TokenReply> =>
  askOAuth(portal.url, '/oauth/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    client_id,
    device_code,
  })

/** As if the program had last asked so long ago, and so long had gone by since it began. */
const letPass = (seconds: number): Promise<unknown> =>
  portal.db.pool.query(
    `update auth_desktop.device_request set
       polled_at = polled_at - make_interval(secs => $1),
       expires_at = expires_at - make_interval(secs => $1)`,
    [seconds],
  )

const type = (user_code = '', by = browser): Promise<Visited> =>
  by.submit('/device', '/device', { user_code })

const decide = (user_code = '', decision = 'allowed', by = browser): Promise<Visited> =>
  by.submit('/device', '/device/decide', { user_code, decision })

const auditOf = async (count: number): Promise<readonly string[]> =>
  (await listAudit(portal.db, { limit: count })).map(({ action }) => action)

test('a program without a browser gets tokens once its person has typed the code and allowed it', async () => {
  const asked = await begin({ device_name: 'build-7' })
  assert.equal(asked.status, 200)
  assert.match(asked.user_code ?? '', /^[B-Z]{4}-[B-Z]{4}$/)
  assert.deepEqual([asked.expires_in, asked.interval], [600, 5])
  const { origin } = portal.publicUrl
  assert.equal(asked.verification_uri, `${origin}/device`)
  assert.equal(asked.verification_uri_complete, `${origin}/device?user_code=${asked.user_code}`)
  assert.equal(asked.headers.get('cache-control'), 'no-store')

  assert.equal((await poll(asked)).error, 'authorization_pending')
  const { text, status } = await type(asked.user_code?.toLowerCase().replace('-', ' '))
  assert.equal(status, 200)
  for (const shown of ['analyst on build-7', '127.0.0.1', 'ann@acme.com']) {
    assert.ok(text.includes(shown), shown)
  }
  await letPass(5)
  assert.equal((await poll(asked)).error, 'authorization_pending', 'looking allows nothing')
  assert.match((await decide(asked.user_code)).text, /Connected/)
  const tokens = await poll(asked)
  assert.equal(tokens.status, 200)
  const principal = await principalOfBearer(portal, tokens.access_token ?? '')
  assert.equal(principal?.email, 'ann@acme.com')
  assert.deepEqual(await auditOf(2), ['device.link', 'device.allow'])
  assert.equal((await poll(asked)).error, 'invalid_grant', 'a device code is good once')
})

test('a code in the link is filled in, never sent by itself', async () => {
  const asked = await begin()
  const { text } = await browser.get(`/device?user_code=${asked.user_code}`)
  assert.ok(text.includes(`value="${asked.user_code}"`))
  assert.ok(!text.includes('name="decision"'))
  const hostile = await browser.get(`/device?user_code=${encodeURIComponent('"><script>')}`)
  assert.ok(!hostile.text.includes('"><script>'))
})

test('asking too early is answered by slow_down, and each time the interval grows by five seconds', async () => {
  const asked = await begin()
  assert.equal((await poll(asked)).error, 'authorization_pending')
  assert.equal((await poll(asked)).error, 'slow_down')
  await letPass(6)
  assert.equal((await poll(asked)).error, 'slow_down', 'six seconds are not ten')
  await letPass(16)
  assert.equal((await poll(asked)).error, 'authorization_pending')
})

test('a denied program is told so, and its code cannot be allowed after all', async () => {
  const asked = await begin()
  assert.match((await decide(asked.user_code, 'denied')).text, /Denied/)
  assert.deepEqual(await auditOf(1), ['device.deny'])
  assert.equal((await poll(asked)).error, 'access_denied')
  assert.equal((await decide(asked.user_code)).status, 400)
  assert.equal((await poll(asked)).error, 'access_denied')
})

test('after ten minutes neither the person nor the program gets anywhere', async () => {
  const [waiting, allowed] = [await begin(), await begin()]
  await decide(allowed.user_code)
  await letPass(601)
  assert.equal((await type(waiting.user_code)).status, 400)
  assert.equal((await decide(waiting.user_code)).status, 400)
  assert.equal((await poll(waiting)).error, 'expired_token')
  assert.equal((await poll(allowed)).error, 'expired_token')
})

test('a device code is only good for the program that asked, and nothing else is one', async () => {
  const asked = await begin()
  await decide(asked.user_code)
  assert.equal((await poll(asked, 'another')).error, 'invalid_grant')
  const { device_code: code = '' } = asked
  for (const device_code of [`${code}A`, code.slice(4), asked.user_code ?? '', 'add_\0']) {
    assert.equal((await poll({ ...asked, device_code })).error, 'invalid_grant', device_code)
  }
  assert.equal((await poll({ ...asked, device_code: '' })).error, 'invalid_request')
  assert.equal((await poll(asked)).status, 200)
})

test('of ten questions at once after the permission, one gets tokens', async () => {
  const asked = await begin()
  await decide(asked.user_code)
  const answers = await Promise.all(Array.from({ length: 10 }, () => poll(asked)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  assert.equal(answers.filter(({ error }) => error === 'invalid_grant').length, 9)
})

test('who is locked out after the permission gives no device to anybody', async () => {
  const { id } = await portal.addPerson('gone@acme.com')
  const asked = await begin()
  await decide(asked.user_code, 'allowed', await signedIn('gone@acme.com'))
  await suspendPerson(portal.db, id)
  assert.equal((await poll(asked)).error, 'access_denied')
})

test('guessing codes ends after twenty tries, also for right ones and when all come at once', async () => {
  await portal.addPerson('mallory@acme.com')
  const mallory = await signedIn('mallory@acme.com')
  const asked = await begin()
  const tries = await Promise.all(
    Array.from({ length: 30 }, () => decide('BBBB-BBBB', 'allowed', mallory)),
  )
  assert.equal(tries.filter(({ status }) => status === 400).length, 20)
  const refused = await decide(asked.user_code, 'allowed', mallory)
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
  assert.equal((await poll(asked)).error, 'authorization_pending')
  // Which of them was written down last is left to chance.
  const refusals = Array.from({ length: 20 }, () => 'device.code-refused')
  assert.deepEqual((await auditOf(21)).toSorted(), [...refusals, 'limit.breached'])
  assert.equal((await decide(asked.user_code)).status, 200, 'others are not held up')
})

test('many accounts behind one address are no way around the limit', async () => {
  const people = await Promise.all(
    Array.from({ length: 6 }, async (_, n) => {
      await portal.addPerson(`many${n}@acme.com`)
      return signedIn(`many${n}@acme.com`)
    }),
  )
  const tries = await Promise.all(
    people.flatMap((by) => Array.from({ length: 19 }, () => type('BBBB-BBBB', by))),
  )
  assert.equal(tries.filter(({ status }) => status === 400).length, 100)
})

test('a decision needs a person who signed in lately, and the token of the form', async () => {
  const asked = await begin()
  const fields = { user_code: asked.user_code ?? '', decision: 'allowed' }
  assert.equal((await browser.post('/device/decide', fields)).status, 403)
  assert.equal((await browser.post('/device', fields)).status, 403)
  const answer = await new FormBrowser(portal.url).get(`/device?user_code=${asked.user_code}`)
  assert.match(answer.headers.get('location') ?? '', /^\/login\?next=%2Fdevice%3Fuser_code%3D/)
  assert.equal((await poll(asked)).error, 'authorization_pending')
})

test('one address can begin thirty requests in ten minutes; the error is one of OAuth', async () => {
  const answers = await Promise.all(Array.from({ length: 31 }, () => begin()))
  const [refused, ...others] = answers.filter(({ status }) => status !== 200)
  assert.deepEqual([refused?.status, refused?.error, others], [429, 'slow_down', []])
  assert.ok(Number(refused?.headers.get('retry-after')) > 0)
})

test('a program that does not say properly who it is cannot begin', async () => {
  const bad: Record<string, string>[] = [
    { client_id: '' },
    { client_id: '<b>' },
    { device_name: '<b>x</b>' },
    { device_name: 'x'.repeat(61) },
  ]
  for (const over of bad) {
    const { status, error } = await begin(over)
    assert.deepEqual([status, error], [400, 'invalid_request'], JSON.stringify(over))
  }
})

test('codes are taken as people type them, and nothing else is', () => {
  for (const typed of ['WDJB-MJHT', 'wdjbmjht', ' wdjb mjht ', 'w-d-j-b-m-j-h-t']) {
    assert.equal(userCodeOf(typed), 'WDJBMJHT', typed)
  }
  for (const typed of [
    '',
    'WDJB-MJH',
    'WDJB-MJHTX',
    'AEIO-UUUU',
    'WDJB-MJH1',
    `${' '.repeat(40)}X`,
  ]) {
    assert.equal(userCodeOf(typed), undefined, typed)
  }
  assert.equal(shownUserCode('WDJBMJHT'), 'WDJB-MJHT')
})
