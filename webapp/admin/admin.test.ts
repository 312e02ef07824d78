import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { audit, forgetAudit, listAudit } from '#core/identity/audit.ts'
import { findPersonByEmail } from '#core/identity/people.ts'
import { createToken, principalOfToken } from '#core/identity/tokens.ts'
import { csrfIn, FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'

let portal: TestPortal
let admin: FormBrowser

before(async () => {
  portal = await openTestPortal()
  await portal.addPerson('root@acme.com', { admin: true })
  admin = await enter('root@acme.com')
})
after(() => portal[Symbol.asyncDispose]())
beforeEach(() => portal.db.pool.query('delete from core.rate_limit'))

async function enter(email: string): Promise<FormBrowser> {
  const browser = new FormBrowser(portal.url)
  assert.equal((await browser.signIn(email, testPassword)).status, 303)
  return browser
}

const idOf = async (email: string) => (await findPersonByEmail(portal.db, email))?.id ?? ''
const lastMail = async () => {
  const { rows } = await portal.db.pool.query<{ recipient: string; body: string }>(
    'select recipient, body from core.mail order by id desc limit 1',
  )
  return rows[0]
}

const pages = [
  '/admin/people',
  '/admin/groups',
  '/admin/audit',
  '/admin/audit.csv',
  '/admin/outbox',
]
for (const path of [...pages, '/admin/tables?table=a/b']) {
  test(`${path} is for administrators: others and strangers are refused`, async () => {
    assert.equal((await admin.get(path)).status, 200)
    const stranger = await new FormBrowser(portal.url).get(path)
    assert.equal(stranger.status, 303)
    assert.match(stranger.headers.get('location') ?? '', /^\/login/)
    await portal.addPerson(`plain${path.replace(/\W/g, '')}@acme.com`)
    const plain = await enter(`plain${path.replace(/\W/g, '')}@acme.com`)
    assert.equal((await plain.get(path)).status, 403)
  })
}

test('an invited person gets a link to a first password, and may enter with it', async () => {
  const fields = { email: 'New@Else.org', name: 'New Person' }
  const invited = await admin.submit('/admin/people', '/admin/people', fields)
  assert.equal(invited.headers.get('location'), '/admin/people?done=invited')
  const mail = await lastMail()
  assert.equal(mail?.recipient, 'new@else.org')
  const link = /\/auth\/setup\/[\w-]+/.exec(mail?.body ?? '')?.[0] ?? ''
  const person = new FormBrowser(portal.url)
  await person.submit(link, link, { password: 'a sentence of unusual words' })
  const entered = await person.signIn('new@else.org', 'a sentence of unusual words')
  assert.equal(entered.status, 303)
  assert.match((await admin.get('/admin/people?q=else.org')).text, /New Person/)
})

test('the asker never sees the outbox, and an administrator reads there what no server took', async () => {
  await admin.submit('/admin/people', '/admin/people', { email: 'boxed@acme.com' })
  const shown = (await admin.get('/admin/outbox')).text
  assert.match(shown, /No mail server is set up/)
  assert.match(shown, /\/auth\/setup\/[\w-]{43}/)
  const asker = new FormBrowser(portal.url)
  const asked = await asker.submit('/auth/request-access', '/auth/request-access', {
    email: 'boxed@acme.com',
  })
  assert.doesNotMatch(asked.text, /\/auth\/(setup|reset)\//)
})

test('suspending ends the sessions and tokens of a person with the next request', async () => {
  const { id } = await portal.addPerson('eve@acme.com')
  const eve = await enter('eve@acme.com')
  const { token } = await createToken(portal.db, { personId: id, name: 'x' })
  await admin.submit(`/admin/people/${id}`, `/admin/people/${id}/suspend`)
  assert.equal((await eve.get('/account')).status, 303)
  assert.equal(await principalOfToken(portal.db, token), undefined)
  assert.equal((await eve.signIn('eve@acme.com', testPassword)).status, 403)
  await admin.submit(`/admin/people/${id}`, `/admin/people/${id}/resume`)
  assert.equal((await eve.signIn('eve@acme.com', testPassword)).status, 303)
})

test('removing asks for the address, and then nothing is left', async () => {
  const { id } = await portal.addPerson('gone@acme.com')
  const path = `/admin/people/${id}`
  const wrong = await admin.submit(path, `${path}/remove`, { confirm: 'other@acme.com' })
  assert.equal(wrong.status, 400)
  assert.ok(await findPersonByEmail(portal.db, 'gone@acme.com'))
  const removed = await admin.submit(path, `${path}/remove`, { confirm: 'gone@acme.com' })
  assert.equal(removed.headers.get('location'), '/admin/people?done=removed')
  assert.equal(await findPersonByEmail(portal.db, 'gone@acme.com'), undefined)
})

test('the last administrator can neither suspend nor remove themselves', async () => {
  const id = await idOf('root@acme.com')
  const path = `/admin/people/${id}`
  assert.equal((await admin.submit(path, `${path}/suspend`)).status, 409)
  assert.equal(
    (await admin.submit(path, `${path}/remove`, { confirm: 'root@acme.com' })).status,
    409,
  )
})

test('a change needs a sign-in of the last 15 minutes: an older session signs in again and comes back', async () => {
  const { id } = await portal.addPerson('target@acme.com')
  await portal.addPerson('second@acme.com', { admin: true })
  const second = await enter('second@acme.com')
  const page = `/admin/people/${id}`
  const { text } = await second.get(page)
  await portal.db.pool.query(
    `update core.session set created_at = now() - interval '16 minutes' where person_id = $1`,
    [await idOf('second@acme.com')],
  )
  const sent = await second.post(
    `${page}/suspend`,
    { csrf: csrfIn(text) },
    { referer: portal.url + page },
  )
  assert.equal(sent.status, 303)
  const login = sent.headers.get('location') ?? ''
  assert.equal(login, `/login?again=yes&next=${encodeURIComponent(page)}`)
  assert.match((await second.get(login)).text, /Sign in again/)
  const back = await second.signIn('second@acme.com', testPassword)
  assert.equal(back.headers.get('location'), page)
  assert.equal((await findPersonByEmail(portal.db, 'target@acme.com'))?.suspended, false)
  await second.submit(page, `${page}/suspend`)
  assert.equal((await findPersonByEmail(portal.db, 'target@acme.com'))?.suspended, true)
})

test('a referer of another site leads nowhere outside', async () => {
  await portal.addPerson('third@acme.com', { admin: true })
  const third = await enter('third@acme.com')
  const { text } = await third.get('/admin/groups')
  await portal.db.pool.query(
    `update core.session set created_at = now() - interval '1 hour' where person_id = $1`,
    [await idOf('third@acme.com')],
  )
  const referer = 'https://evil.com//evil.com/x'
  const sent = await third.post('/admin/groups', { csrf: csrfIn(text), name: 'g' }, { referer })
  await third.get(sent.headers.get('location') ?? '')
  const back = await third.signIn('third@acme.com', testPassword)
  assert.equal(back.headers.get('location'), '/')
})

test('a form without the session’s own token changes nothing', async () => {
  assert.equal((await admin.post('/admin/groups', { name: 'sneaky', csrf: 'x' })).status, 403)
})

test('groups are made, filled, granted tables and taken apart; why somebody sees a table is shown', async () => {
  const { id } = await portal.addPerson('ann@acme.com')
  await admin.submit('/admin/groups', '/admin/groups', { name: 'sales' })
  const page = '/admin/groups/sales'
  await admin.submit(page, `${page}/add-member`, { email: 'ann@acme.com' })
  await admin.submit(page, `${page}/grant`, { tables: 'shop/*' })
  assert.match(
    (await admin.get(`/admin/people/${id}`)).text,
    /shop\/\*[\s\S]*granted to[\s\S]*sales/,
  )
  const who = (await admin.get('/admin/tables?table=shop/orders')).text
  assert.match(who, /ann@acme\.com[\s\S]*shop\/\*/)
  assert.doesNotMatch((await admin.get('/admin/tables?table=hr/pay')).text, /ann@acme\.com/)
  await admin.submit(page, `${page}/revoke`, { tables: 'shop/*' })
  assert.doesNotMatch((await admin.get('/admin/tables?table=shop/orders')).text, /ann@acme\.com/)
  await admin.submit(page, `${page}/remove-member`, { email: 'ann@acme.com' })
  assert.equal((await admin.submit(page, `${page}/remove`)).status, 400)
  assert.equal((await admin.submit(page, `${page}/remove`, { confirm: 'yes' })).status, 303)
  assert.equal((await admin.get(page)).status, 404)
})

test('what was done stands in the log with who and from where, and can be found', async () => {
  await admin.submit('/admin/groups', '/admin/groups', { name: 'logged' })
  const [entry] = await listAudit(portal.db, {
    action: 'group.create',
    subject: 'logged',
    limit: 1,
  })
  assert.deepEqual([entry?.actor, entry?.address], ['root@acme.com', '127.0.0.1'])
  assert.match((await admin.get('/admin/audit?action=group.create&subject=logged')).text, /logged/)
  assert.match((await admin.get('/admin/audit?actor=nobody')).text, /No entry/)
  assert.equal((await admin.get('/admin/audit?from=garbage&before=x')).status, 200)
})

test('older entries are reached page by page: each stands on one page, and the last leads no further', async () => {
  for (let i = 0; i < 250; i += 1)
    await audit(portal.db, { actor: 'pager', action: 'paged.entry', subject: `s-${i}-` })
  const seen: string[] = []
  let next: string | undefined = '/admin/audit?action=paged.entry&from=2020-01-01'
  let pagesSeen = 0
  while (next !== undefined) {
    const { text } = await admin.get(next)
    seen.push(...[...text.matchAll(/<td>(s-\d+-)<\/td>/g)].map(([, subject = '']) => subject))
    pagesSeen += 1
    next = /href="(\/admin\/audit\?[^"]*before=[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    assert.ok(pagesSeen < 10)
  }
  assert.equal(pagesSeen, 3)
  assert.deepEqual(
    seen,
    Array.from({ length: 250 }, (_, i) => `s-${249 - i}-`),
  )
})

test('the export is safe to open in a spreadsheet, and is written down itself', async () => {
  await audit(portal.db, { actor: '=cmd|"/c calc"!A1', action: 'x.y', subject: '+1,2' })
  const { text, headers } = await admin.get('/admin/audit.csv?action=x.y')
  assert.match(headers.get('content-disposition') ?? '', /attachment/)
  assert.match(text, /"'=cmd\|""\/c calc""!A1","x\.y","'\+1,2"/)
  assert.equal((await listAudit(portal.db, { action: 'audit.export', limit: 1 })).length, 1)
})

test('an export has all entries, however many they are', async () => {
  await portal.db.pool.query(
    `insert into core.audit (actor, action, subject)
     select 'a', 'many.entries', 'n-' || n from generate_series(1, 12000) n`,
  )
  const { text } = await admin.get('/admin/audit.csv?action=many.entries')
  const subjects = [...text.matchAll(/"n-(\d+)"/g)].map(([, n]) => Number(n))
  assert.deepEqual(
    subjects,
    Array.from({ length: 12_000 }, (_, at) => 12_000 - at),
  )
})

test('an export that breaks off on the way ends as broken, and not as if it were whole', async () => {
  const { pool } = portal.db
  // More than the buffers between the two ends hold.
  await pool.query(
    `insert into core.audit (actor, action, subject, detail)
     select 'a', 'big.entries', 's', jsonb_build_object('text', repeat('x', 2000)) from generate_series(1, 20000)`,
  )
  const cookie = `session=${admin.cookie('session')}`
  const answer = await fetch(`${portal.url}/admin/audit.csv?action=big.entries`, {
    headers: { cookie },
  })
  assert.equal(answer.status, 200)
  await pool.query('alter table core.audit rename to audit_away')
  try {
    await assert.rejects(answer.text(), /terminated/)
  } finally {
    await pool.query('alter table core.audit_away rename to audit')
  }
})

test('the log keeps what it is told: no statement changes it, and only retention takes old entries', async () => {
  const { pool } = portal.db
  for (const sql of [
    'delete from core.audit',
    `update core.audit set actor = 'x'`,
    'truncate core.audit',
  ])
    await assert.rejects(pool.query(sql), /append-only/)
  await assert.rejects(forgetAudit(portal.db, 0), /at least 30 days/)
  await pool.query(
    `insert into core.audit (at, actor, action, subject) values (now() - interval '500 days', 'old', 'a', 's')`,
  )
  assert.equal(await forgetAudit(portal.db, 400), 1)
  await assert.rejects(pool.query('delete from core.audit'), /append-only/)
})

test('a breach of a rate limit is visible to the administrator, once', async () => {
  await portal.addPerson('victim@acme.com')
  const attacker = new FormBrowser(portal.url)
  for (let i = 0; i < 9; i += 1) await attacker.signIn('victim@acme.com', 'wrong horse battery')
  const breaches = await listAudit(portal.db, { action: 'limit.breached', limit: 10 })
  const ours = breaches.filter(({ subject }) => subject.includes('victim@acme.com'))
  assert.equal(ours.length, 1)
  assert.deepEqual(ours[0]?.detail, { limit: 'password-pair' })
})

test('GET /api/me says whose session it is, and nobody else is anybody', async () => {
  const me = await fetch(`${portal.url}/api/me`, { headers: { accept: 'application/json' } })
  assert.equal(me.status, 401)
  assert.equal(me.headers.get('content-type')?.split(';')[0], 'application/problem+json')
  const said = JSON.parse((await admin.get('/api/me', { accept: 'application/json' })).text) as {
    session: { provider: string; since: string }
  }
  const { session, ...rest } = said
  const groups = ['administrators']
  const who = {
    email: 'root@acme.com',
    name: 'root@acme.com',
    picture: null,
    username: 'root2',
    groups,
  }
  assert.deepEqual(rest, who)
  assert.equal(session.provider, 'password')
  assert.ok(Date.parse(session.since) <= Date.now())
})
