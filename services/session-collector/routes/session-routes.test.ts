import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { FormBrowser } from '../../../tests/peers/form-browser.ts'
import { openSessionPortal, type SessionPortal } from '../../../tests/peers/session-portal.ts'

const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`
const row = (words: string, cwd = '/code/shop') =>
  `${JSON.stringify({ type: 'user', timestamp: '2026-02-03T08:00:00Z', cwd, message: { content: words } })}\n`

let opened: SessionPortal
let ann: FormBrowser
let root: FormBrowser
let tokens: Record<'ann' | 'bob' | 'narrow', string>

before(async () => {
  opened = await openSessionPortal()
  tokens = {
    ann: await opened.tokenFor('ann@acme.com'),
    bob: await opened.tokenFor('bob@acme.com'),
    narrow: await opened.tokenFor('cyd@acme.com', 'data'),
  }
  await opened.write('ann', 'a-one.jsonl', row(`deploy with ${secret}`))
  await opened.write('ann', 'a-two.jsonl', row('<img src=x onerror=alert(1)>', '/code/<b>x'))
  await opened.write('bob', 'b-one.jsonl', row(`my key is ${secret}`))
  await opened.write('bob', 'b-two.jsonl', row('of nobody’s business'))
  await opened.collect()
  ann = await opened.portal.signedIn('ann@acme.com')
  root = await opened.portal.signedIn('eve@acme.com', { admin: true })
})
after(() => opened[Symbol.asyncDispose]())

interface Asked {
  readonly method?: string
  readonly body?: string
}

function ask(path: string, token: string | undefined, more: Asked = {}): Promise<Response> {
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  }
  return fetch(`${opened.url}/api/sessions${path}`, { headers, ...more })
}

const idsOf = async (token: string) => {
  const { sessions } = (await (await ask('', token)).json()) as { sessions: { id: string }[] }
  return sessions.map(({ id }) => id).toSorted()
}

test('a machine sees the sessions of its person alone, and nothing without a token for everything', async () => {
  assert.deepEqual(await idsOf(tokens.ann), ['a-one', 'a-two'])
  for (const token of [undefined, 'ada_x', tokens.narrow]) {
    const refused = await ask('', token)
    assert.deepEqual([refused.status, refused.headers.get('www-authenticate')], [401, 'Bearer'])
  }
  assert.equal(await (await ask('/a-one', tokens.ann)).text(), row(`deploy with ${secret}`))
  const requests: readonly (readonly [string, Asked])[] = [
    ['', {}],
    ['', { method: 'DELETE' }],
    ['/private', { method: 'POST', body: '{"private":true}' }],
  ]
  for (const [path, more] of requests) {
    for (const id of ['b-one', 'no-such', '..%2fbob']) {
      assert.equal((await ask(`/${id}${path}`, tokens.ann, more)).status, 404, `${id}${path}`)
    }
    assert.equal((await ask(`/%00${path}`, tokens.ann, more)).status, 400)
  }
  assert.deepEqual(await idsOf(tokens.bob), ['b-one', 'b-two'])
})

test('what a machine sends must have a place, whole and below its person’s folder', async () => {
  const push = (query: string, body = row('x')) =>
    ask(`/files?${query}`, tokens.ann, { method: 'PUT', body })
  for (const path of [
    '',
    '..%2fx.jsonl',
    'a%2f..%2f..%2fb.jsonl',
    '%2fetc%2fx.jsonl',
    'x.txt',
    'x%00.jsonl',
    'a%2fb%2fc%2fd%2fe%2ff%2fg.jsonl',
    `${'x'.repeat(201)}.jsonl`,
  ]) {
    assert.equal((await push(`path=${path}&offset=0`)).status, 400, path)
  }
  for (const offset of [
    '-1',
    '1.5',
    'x',
    '1e99',
    '',
    '%20',
    '0x0',
    '1e0',
    '%2b0',
    '0%20',
    '9'.repeat(16),
  ]) {
    assert.equal((await push(`path=p.jsonl&offset=${offset}`)).status, 400, offset)
  }
  assert.equal((await push('path=p.jsonl')).status, 400)
  const elsewhere = await push('path=p.jsonl&offset=99')
  assert.deepEqual([elsewhere.status, elsewhere.headers.get('upload-offset')], [409, '0'])
  const big = await push('path=p.jsonl&offset=0', 'x'.repeat(17 * 1024 * 1024))
  assert.equal(big.status, 413)
  assert.deepEqual(await (await push('path=p.jsonl&offset=0')).json(), {
    kind: 'taken',
    done: row('x').length,
  })
})

test('privacy is a yes or no, and what was deleted is there no more', async () => {
  const hide = (body: string) => ask('/a-two/private', tokens.ann, { method: 'POST', body })
  for (const wrong of ['{}', '{"private":"yes"}', 'no json']) {
    assert.equal((await hide(wrong)).status, 400, wrong)
  }
  assert.equal((await hide('{"private":true}')).status, 204)
  assert.equal((await root.get('/sessions/of/ann/a-two')).status, 404)
  const team = async () => (await root.get('/sessions/team?split=project&measure=turns')).text
  assert.ok(!(await team()).includes('/code/&lt;b'), 'nor what it was about')
  assert.equal((await hide('{"private":false}')).status, 204)
  assert.ok((await team()).includes('/code/&lt;b'))
  await opened.write('ann', 'a-three.jsonl', row('short-lived'))
  await opened.collect()
  const remove = () => ask('/a-three', tokens.ann, { method: 'DELETE' })
  assert.deepEqual([(await remove()).status, (await remove()).status], [204, 404])
  assert.equal((await ask('/a-three', tokens.ann)).status, 404)
})

test('an administrator reads another’s session redacted, which is written down, and changes nothing in it', async () => {
  const path = '/sessions/of/bob/b-one'
  const { status, text } = await root.get(path)
  assert.equal(status, 200)
  assert.ok(!text.includes(secret))
  assert.match(text, /my key is/)
  const { rows } = await opened.place.db.pool.query<{ actor: string; subject: string }>(
    `select actor, subject from core.audit where action = 'session.read'`,
  )
  assert.deepEqual(rows, [{ actor: 'eve', subject: 'bob/b-one' }])
  for (const act of ['delete', 'private']) {
    const refused = await root.submit('/sessions', `${path}/${act}`, { private: 'yes' })
    assert.equal(refused.status, 403, act)
  }
  assert.equal((await root.get(`${path}/delete`)).status, 403)
  assert.deepEqual(await idsOf(tokens.bob), ['b-one', 'b-two'])
})

test('nothing led an administrator to the redacted texts: from the team to a person, from there to a session', async () => {
  const team = (await root.get('/sessions/team')).text
  assert.match(team, /href="\/sessions\/team\/bob"/)
  const { status, text } = await root.get('/sessions/team/bob?measure=turns&split=project')
  assert.equal(status, 200)
  assert.match(text, /href="\/sessions\/of\/bob\/b-one"/)
  assert.ok(!text.includes(secret))
  assert.equal((await root.get('/sessions/team/nobody')).status, 404)
  assert.equal((await ann.get('/sessions/team/bob')).status, 403)
  const { rowCount } = await opened.place.db.pool.query(
    `select from core.audit where action = 'session.list' and actor = 'eve' and subject = 'bob'`,
  )
  assert.equal(rowCount, 1)
  const hide = { method: 'POST', body: '{"private":true}' }
  await ask('/b-two/private', tokens.bob, hide)
  const hidden = (await root.get('/sessions/team/bob')).text
  assert.ok(!hidden.includes('of nobody’s business') && !hidden.includes('/sessions/of/bob/b-two'))
})

test('a project has figures of its own, for oneself and for the team', async () => {
  for (const [browser, path] of [
    [ann, '/sessions/activity'],
    [root, '/sessions/team'],
  ] as const) {
    const { text } = await browser.get(`${path}?project=${encodeURIComponent('/code/shop')}`)
    assert.match(text, /Only what was done in/)
    assert.match(text, /type="hidden" name="project" value="\/code\/shop"/)
    assert.ok(!text.includes('&lt;b&gt;x'), 'nothing of other projects')
  }
  assert.match((await ann.get('/sessions/activity?project=/none')).text, /0 sessions/)
})

test('its person sees what administrators see of a session, page by page, which nobody writes down', async () => {
  const path = '/sessions/of/ann/a-one?as=administrators'
  const { text } = await ann.get(path)
  assert.match(text, /deploy with/)
  assert.ok(!text.includes(secret))
  assert.match((await ann.get(`${path}&from=1`)).text, /made with the next collection|Earlier/)
  for (const from of ['x', '-1', '1e99', '&from=2'])
    assert.equal((await ann.get(`${path}&from=${from}`)).status, 200, from)
  const { rowCount } = await opened.place.db.pool.query(
    `select from core.audit where action = 'session.read' and actor = 'ann'`,
  )
  assert.equal(rowCount, 0)
})

test('people who do not administer see neither the team nor a session of others', async () => {
  assert.equal((await ann.get('/sessions/team')).status, 403)
  for (const path of ['b-one', 'b-one/delete']) {
    assert.equal((await ann.get(`/sessions/of/bob/${path}`)).status, 404, path)
  }
  for (const path of ['%00', 'no-such', 'a-one%00']) {
    assert.equal((await ann.get(`/sessions/of/ann/${path}`)).status, 404, path)
  }
  const forged = await ann.post('/sessions/of/ann/a-one/delete', { csrf: 'x' })
  assert.equal(forged.status, 403)
  assert.ok((await ann.get('/sessions/of/ann/a-one')).text.includes(secret), 'one’s own is raw')
})

test('every page shows transcripts as text, and takes any measure for the usual one', async () => {
  for (const [browser, path] of [
    [ann, '/sessions'],
    [ann, '/sessions/of/ann/a-two'],
    [ann, '/sessions/activity?measure=x&split=y'],
    [ann, '/sessions/activity?measure=cost&measure=turns'],
    [root, '/sessions/team?split=person&measure=turns'],
    [root, '/sessions/team?split=project'],
    [ann, '/sessions/widget'],
  ] as const) {
    const { status, text } = await browser.get(path)
    assert.equal(status, 200, path)
    assert.ok(!text.includes('<img src=x') && !text.includes('/code/<b>'), path)
  }
})

test('a session whose copy is not kept any more still shows its figures', async () => {
  await rm(join(opened.place.storeDir, 'ann/sessions/a-two.jsonl'))
  assert.equal((await ann.get('/sessions/of/ann/a-two')).status, 200)
  assert.equal((await ask('/a-two', tokens.ann)).status, 404)
})

test('a project is left out and taken in again by its person, and what is no name of one changes nothing', async () => {
  const send = (act: string, project: string) =>
    ann.submit('/sessions', `/sessions/${act}`, { project })
  for (const project of ['', 'x'.repeat(1000)]) {
    assert.equal((await send('leave-out', project)).status, 303)
  }
  assert.equal((await send('leave-out', '\0')).status, 400)
  const leftOut = async () => {
    const { rows } = await opened.place.db.pool.query<{ project: string }>(
      `select project from session_collector.left_out_project where username = 'ann'`,
    )
    return rows.map(({ project }) => project)
  }
  assert.deepEqual(await leftOut(), [])
  await send('leave-out', '/code/shop')
  await send('leave-out', '/code/shop')
  assert.deepEqual(await leftOut(), ['/code/shop'])
  assert.match((await ann.get('/sessions')).text, /Collect again/)
  await send('take-in', '/code/shop')
  assert.deepEqual(await leftOut(), [])
})

test('what a machine has sent was nowhere until the next collection: its person lists, hides and deletes it at once', async () => {
  const token = await opened.tokenFor('dan@acme.com')
  for (const id of ['d-one', 'd-two']) {
    const place = `/files?path=p/${id}.jsonl&offset=0`
    assert.equal((await ask(place, token, { method: 'PUT', body: row('sent') })).status, 200)
  }
  const hide = { method: 'POST', body: '{"private":true}' }
  assert.equal((await ask('/d-one/private', token, hide)).status, 204)
  assert.equal((await ask('/d-two', token, { method: 'DELETE' })).status, 204)
  assert.deepEqual(await idsOf(token), ['d-one'])
  const dan = await opened.portal.signedIn('dan@acme.com')
  const place = '/files?path=p/d-three.jsonl&offset=0'
  await ask(place, token, { method: 'PUT', body: row('just now') })
  assert.match((await dan.get('/sessions')).text, /just now/)
})
