import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { listTokens, principalOfToken } from '#core/identity/tokens.ts'
import { csrfIn, FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'

let portal: TestPortal

before(async () => {
  portal = await openTestPortal()
})
after(() => portal[Symbol.asyncDispose]())

async function enter(email: string): Promise<FormBrowser> {
  const browser = new FormBrowser(portal.url)
  assert.equal((await browser.signIn(email, testPassword)).status, 303)
  return browser
}

test('a token is made, shown exactly once, works, and is dead at once when it is revoked', async () => {
  const ann = await portal.addPerson('ann@acme.com')
  const browser = await enter('ann@acme.com')
  const made = await browser.submit('/account', '/account/tokens', {
    name: 'Laptop',
    days: '90',
    scope: 'all',
  })
  const token = /ada_[\w-]{43}/.exec(made.text)?.[0] ?? ''
  assert.ok((await principalOfToken(portal.db, token))?.personId === ann.id)
  assert.ok(!(await browser.get('/account')).text.includes(token))

  const [{ id, expiresAt } = { id: '', expiresAt: null }] = await listTokens(portal.db, ann.id)
  const days = ((expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000
  assert.equal(Math.round(days), 90)

  const question = await browser.get(`/account/tokens/${id}/revoke`)
  assert.match(question.text, /Revoke “Laptop”\?/)
  assert.ok(await principalOfToken(portal.db, token), 'asking revokes nothing')
  const csrf = csrfIn(question.text)
  const gone = await browser.post(`/account/tokens/${id}/revoke`, { csrf })
  assert.equal(gone.headers.get('location'), '/account?done=token-revoked')
  assert.equal(await principalOfToken(portal.db, token), undefined)
})

test('a stolen session that is old makes no token, which would outlive it: it signs in again first', async () => {
  const { id: personId } = await portal.addPerson('old@acme.com')
  const browser = await enter('old@acme.com')
  const age = (minutes: number) =>
    portal.db.pool.query(
      `update core.session set created_at = now() - make_interval(mins => $2) where person_id = $1`,
      [personId, minutes],
    )
  const make = () =>
    browser.submit(
      '/account',
      '/account/tokens',
      { name: 'Laptop' },
      { referer: `${portal.url}/account` },
    )
  await age(16)
  const sent = await make()
  assert.equal(sent.headers.get('location'), '/login?again=yes&next=%2Faccount')
  assert.deepEqual(await listTokens(portal.db, personId), [])
  await age(14)
  assert.equal((await make()).status, 200)
  assert.equal((await listTokens(portal.db, personId)).length, 1)
})

test('the database never holds a token or a session that could be used', async () => {
  await portal.addPerson('dora@acme.com')
  const browser = await enter('dora@acme.com')
  const made = await browser.submit('/account', '/account/tokens', { name: 'Laptop' })
  const token = /ada_[\w-]{43}/.exec(made.text)?.[0] ?? 'no token'
  const { rows } = await portal.db.pool.query<{ all: string }>(
    `select concat((select json_agg(t) from core.api_token t), (select json_agg(s) from core.session s),
       (select json_agg(a) from core.audit a)) as all`,
  )
  assert.ok(rows[0]?.all.includes('Laptop'))
  assert.ok(!rows[0]?.all.includes(token))
  assert.ok(!rows[0]?.all.includes(browser.cookie('session') ?? 'no session'))
})

test('somebody else’s token is as unknown as none', async () => {
  const bob = await portal.addPerson('bob@acme.com')
  await (await enter('bob@acme.com')).submit('/account', '/account/tokens', { name: 'Bob’s' })
  const [token] = await listTokens(portal.db, bob.id)
  await portal.addPerson('eve@acme.com')
  const eve = await enter('eve@acme.com')
  assert.equal((await eve.get(`/account/tokens/${token?.id}/revoke`)).status, 404)
  assert.equal((await eve.submit('/account', `/account/tokens/${token?.id}/revoke`)).status, 404)
  assert.equal((await listTokens(portal.db, bob.id)).length, 1)
})

for (const [what, fields] of Object.entries({
  'no name': { name: ' ' },
  'a name that is too long': { name: 'x'.repeat(101) },
  'a lifetime that is not offered': { name: 'x', days: '5000' },
})) {
  test(`a token with ${what} is refused`, async () => {
    const email = `${what.replaceAll(' ', '-')}@acme.com`
    await portal.addPerson(email)
    const browser = await enter(email)
    assert.equal((await browser.submit('/account', '/account/tokens', fields)).status, 400)
  })
}

test('a person makes thirty tokens an hour at most, and what was refused before does not count', async () => {
  const { id } = await portal.addPerson('eager@acme.com')
  const browser = await enter('eager@acme.com')
  const csrf = csrfIn((await browser.get('/account')).text)
  const make = async (fields = {}) =>
    (await browser.post('/account/tokens', { csrf, name: 'x', ...fields })).status
  assert.equal(await make({ csrf: 'x' }), 403)
  for (let made = 0; made < 30; made += 1) assert.equal(await make(), 200)
  assert.equal(await make(), 429)
  assert.equal((await listTokens(portal.db, id)).length, 30)
})

test('a token is for data alone unless more is asked for, and for nothing that is not offered', async () => {
  const { id } = await portal.addPerson('scoped@acme.com')
  const browser = await enter('scoped@acme.com')
  const made = await browser.submit('/account', '/account/tokens', { name: 'x', days: '0' })
  const token = /ada_[\w-]{43}/.exec(made.text)?.[0] ?? ''
  assert.equal(await principalOfToken(portal.db, token), undefined)
  assert.equal((await principalOfToken(portal.db, token, 'data'))?.personId, id)
  assert.equal((await listTokens(portal.db, id))[0]?.expiresAt, null, 'it was asked to live on')
  for (const scope of ['admin', 'ALL', '', 'data,all', '__proto__']) {
    const refused = await browser.submit('/account', '/account/tokens', { name: 'x', scope })
    assert.equal(refused.status, 400, scope)
  }
  assert.equal((await listTokens(portal.db, id)).length, 1)
})

test('a person sees all their sessions, and ends one or all others', async () => {
  await portal.addPerson('cyd@acme.com')
  const [here, there, elsewhere] = [
    await enter('cyd@acme.com'),
    await enter('cyd@acme.com'),
    await enter('cyd@acme.com'),
  ]
  const { text } = await here.get('/account')
  assert.equal(text.match(/This browser/g)?.length, 1)
  const ends = [...text.matchAll(/action="(\/account\/sessions\/[^"]+\/end)"/g)].map(
    ([, path]) => path,
  )
  assert.equal(ends.length, 2)
  const csrf = csrfIn(text)
  await here.post(ends[0] ?? '', { csrf })
  const alive = async (browser: FormBrowser) => (await browser.get('/')).status === 200
  assert.deepEqual([await alive(there), await alive(elsewhere)].toSorted(), [false, true])
  await here.post('/account/sessions/end-others', { csrf })
  assert.deepEqual(
    [await alive(here), await alive(there), await alive(elsewhere)],
    [true, false, false],
  )
})

test('nobody ends the session of somebody else', async () => {
  await portal.addPerson('fay@acme.com')
  await portal.addPerson('gil@acme.com')
  const [first, second] = [await enter('fay@acme.com'), await enter('fay@acme.com')]
  const { text } = await first.get('/account')
  const path = /action="(\/account\/sessions\/[^"]+\/end)"/.exec(text)?.[1] ?? ''
  const gil = await enter('gil@acme.com')
  for (const one of [path, '/account/sessions/none/end', '/account/sessions/0/end'])
    assert.equal((await gil.submit('/account', one)).status, 404, one)
  assert.equal((await second.get('/')).status, 200)
  assert.deepEqual(
    await listAudit(portal.db, { actor: 'gil@', action: 'session.end', limit: 9 }),
    [],
  )
  assert.equal((await first.submit('/account', path)).status, 303)
  assert.equal((await first.submit('/account', path)).status, 404, 'it is over already')
  const [{ action } = { action: '' }, ...more] = await listAudit(portal.db, {
    actor: 'fay@',
    action: 'session.end',
    limit: 9,
  })
  assert.deepEqual([action, more.length], ['session.end', 0])
})

test('a notice comes from a fixed list and never from the address', async () => {
  await portal.addPerson('hal@acme.com')
  const browser = await enter('hal@acme.com')
  assert.match((await browser.get('/account?done=token-revoked')).text, /The token is revoked\./)
  for (const asked of ['Call+us+now', 'constructor', '__proto__', 'saved&done=saved', '']) {
    const { text } = await browser.get(`/account?done=${asked}`)
    assert.doesNotMatch(text, /Call us now|native code|\[object|class="notice/, asked)
  }
})
