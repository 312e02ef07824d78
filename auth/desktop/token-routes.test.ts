import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { principalOfBearer } from '#core/identity/bearer.ts'
import { listDevices } from '#core/identity/devices.ts'
import { suspendPerson } from '#core/identity/people.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { askOAuth, linkedProgram, programOf, type TokenReply } from '../../tests/peers/program.ts'

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

async function signedIn(email: string): Promise<FormBrowser> {
  const made = new FormBrowser(portal.url)
  await made.signIn(email, testPassword)
  return made
}

const refresh = ({ refresh_token }: TokenReply, client?: string): Promise<TokenReply> =>
  programOf(portal.url, client).refresh(refresh_token)

const revoke = (token: string): Promise<TokenReply> =>
  askOAuth(portal.url, '/oauth/revoke', { token })

const isGood = async ({ access_token = '' }: TokenReply): Promise<boolean> =>
  (await principalOfBearer(portal, access_token)) !== undefined

const letPass = (seconds: number): Promise<unknown> =>
  portal.db.pool.query(
    'update auth_desktop.refresh_token set used_at = used_at - make_interval(secs => $1)',
    [seconds],
  )

const lastAction = async (): Promise<string | undefined> =>
  (await listAudit(portal.db, { limit: 1 }))[0]?.action

test('a refresh token is good once: for an access token and the next refresh token', async () => {
  const first = await linkedProgram(portal.url, browser)
  const second = await refresh(first)
  assert.equal(second.status, 200)
  assert.equal(second.headers.get('cache-control'), 'no-store')
  assert.match(second.refresh_token ?? '', /^adr_[\w-]{43}$/)
  assert.notEqual(second.refresh_token, first.refresh_token)
  assert.ok(await isGood(second))
  const third = await refresh(second)
  assert.notEqual(third.refresh_token, second.refresh_token)
  assert.ok(await isGood(third))
})

test('indefinite renewal by a stolen token (of the original): a used one that comes again ends the device', async () => {
  const first = await linkedProgram(portal.url, browser)
  const second = await refresh(first)
  await letPass(11)
  const stolen = await refresh(first)
  assert.deepEqual([stolen.status, stolen.error], [400, 'invalid_grant'])
  assert.equal(await lastAction(), 'device.token-reused')
  assert.equal((await refresh(second)).error, 'invalid_grant', 'nor for the one who was first')
  for (const tokens of [first, second]) assert.equal(await isGood(tokens), false)
})

test('two processes that renew at once get the same tokens, and the device stays', async () => {
  const first = await linkedProgram(portal.url, browser)
  const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(first)))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
  assert.equal(new Set(answers.map((answer) => answer.refresh_token)).size, 1)
  for (const answer of answers) assert.ok(await isGood(answer))
  assert.equal((await refresh(answers[0] ?? first)).status, 200)
})

test('an answer that got lost can be asked for again within ten seconds, and not after', async () => {
  const first = await linkedProgram(portal.url, browser)
  await refresh(first)
  await letPass(9)
  assert.equal((await refresh(first)).status, 200)
  await letPass(2)
  assert.equal((await refresh(first)).error, 'invalid_grant')
})

test('the overlap is for the last token only: one further back is a replay at once', async () => {
  const first = await linkedProgram(portal.url, browser)
  const second = await refresh(first)
  const third = await refresh(second)
  assert.equal((await refresh(first)).error, 'invalid_grant')
  assert.equal((await refresh(third)).error, 'invalid_grant')
})

test('a thief and the owner cannot both renew, however often they try at the same time', async () => {
  const first = await linkedProgram(portal.url, browser)
  const second = await refresh(first)
  await letPass(11)
  const answers = await Promise.all([refresh(first), refresh(second), refresh(first)])
  const good = answers.find(({ status }) => status === 200)
  if (good) assert.equal(await isGood(good), false)
  assert.equal(answers.filter(({ error }) => error === 'invalid_grant').length, good ? 2 : 3)
})

test('a refresh token of another program, a changed one or none is refused, and harms nothing', async () => {
  const tokens = await linkedProgram(portal.url, browser)
  assert.equal((await refresh(tokens, 'another')).error, 'invalid_grant')
  const { refresh_token: good = '', access_token } = tokens
  for (const refresh_token of [`${good}A`, good.slice(4), access_token?.slice(0, 190) ?? '']) {
    assert.equal((await refresh({ ...tokens, refresh_token })).error, 'invalid_grant')
  }
  assert.equal((await refresh({ ...tokens, refresh_token: '' })).error, 'invalid_request')
  assert.equal((await refresh(tokens)).status, 200)
})

test('renewal by removed users (of the original): who is locked out renews nothing', async () => {
  const { id } = await portal.addPerson('gone@acme.com')
  const tokens = await linkedProgram(portal.url, await signedIn('gone@acme.com'))
  await suspendPerson(portal.db, id)
  assert.equal(await isGood(tokens), false)
  assert.equal((await refresh(tokens)).error, 'invalid_grant')
})

test('a device that nobody used for sixty days has to be allowed again; use keeps it', async () => {
  const tokens = await linkedProgram(portal.url, browser)
  const { rows } = await portal.db.pool.query<{ days: number }>(
    `select round(extract(epoch from max(expires_at) - now()) / 86400)::int as days
     from core.linked_device`,
  )
  assert.equal(rows[0]?.days, 60)
  const setBack = () =>
    portal.db.pool.query(`update core.linked_device set expires_at = now() + interval '1 second'`)
  await setBack()
  const renewed = await refresh(tokens)
  assert.equal(renewed.status, 200)
  await portal.db.pool.query(
    `update core.linked_device set expires_at = expires_at - interval '59 days'`,
  )
  assert.ok(await isGood(renewed), 'the renewal has counted its time anew')
  await portal.db.pool.query(
    `update core.linked_device set expires_at = expires_at - interval '2 days'`,
  )
  assert.equal(await isGood(renewed), false)
  assert.equal((await refresh(renewed)).error, 'invalid_grant')
})

test('secrets in clear text (of the original): the database holds only hashes of refresh tokens', async () => {
  const { refresh_token: first = '' } = await linkedProgram(portal.url, browser)
  const { refresh_token: second = '' } = await refresh({ refresh_token: first } as TokenReply)
  const { rows } = await portal.db.pool.query<{ row: string }>(
    'select t::text as row from auth_desktop.refresh_token t',
  )
  assert.ok(rows.length >= 2)
  for (const token of [first, second]) {
    const secret = token.slice('adr_'.length)
    const forms = [secret, Buffer.from(token).toString('hex'), Buffer.from(secret).toString('hex')]
    assert.ok(!rows.some(({ row }) => forms.some((form) => row.includes(form))))
  }
})

test('who signs out ends the device at once, by any of its tokens; the answer tells nothing', async () => {
  const first = await linkedProgram(portal.url, browser)
  const second = await refresh(first)
  const before = (await listDevices(portal.db, personId)).length
  assert.equal((await revoke('adr_unknown')).status, 200)
  assert.equal((await revoke(second.refresh_token ?? '')).status, 200)
  assert.equal((await listDevices(portal.db, personId)).length, before - 1)
  assert.equal(await lastAction(), 'device.unlink')
  assert.equal(await isGood(second), false)
  assert.equal((await refresh(second)).error, 'invalid_grant')
  assert.equal((await revoke(second.refresh_token ?? '')).status, 200)
})

test('what is not asked for as RFC 6749 says is refused in its words', async () => {
  const ask = (fields: Record<string, string>) => askOAuth(portal.url, '/oauth/token', fields)
  const cases: readonly (readonly [Record<string, string>, string])[] = [
    [{}, 'unsupported_grant_type'],
    [{ grant_type: 'password', username: 'ann', password: 'x' }, 'unsupported_grant_type'],
    [{ grant_type: '__proto__' }, 'unsupported_grant_type'],
    [{ grant_type: 'refresh_token' }, 'invalid_request'],
    [{ grant_type: 'authorization_code', client_id: 'analyst' }, 'invalid_request'],
  ]
  for (const [fields, expected] of cases) {
    const { status, error, headers } = await ask(fields)
    assert.deepEqual([status, error], [400, expected], JSON.stringify(fields))
    assert.equal(headers.get('cache-control'), 'no-store')
  }
})

test('a token of a program is no session of the portal', async () => {
  const { access_token: token = '' } = await linkedProgram(portal.url, browser)
  const answer = await fetch(`${portal.url}/account`, {
    headers: { authorization: `Bearer ${token}`, cookie: `session=${token}` },
    redirect: 'manual',
  })
  assert.ok([303, 401].includes(answer.status), String(answer.status))
})

test('changing the password ends the devices too: who knew the old one may have linked one', async () => {
  await portal.addPerson('changer@acme.com')
  const her = await signedIn('changer@acme.com')
  const tokens = await linkedProgram(portal.url, her)
  const next = 'another long passphrase 42'
  const { status } = await her.submit('/account/password', '/account/password', {
    current: testPassword,
    password: next,
    repeated: next,
  })
  assert.equal(status, 303)
  assert.equal(await isGood(tokens), false)
  assert.equal((await refresh(tokens)).error, 'invalid_grant')
})
