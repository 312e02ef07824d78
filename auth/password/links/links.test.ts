import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { linkDevice, listDevices } from '#core/identity/devices.ts'
import { createPerson, findPersonByEmail, suspendPerson } from '#core/identity/people.ts'
import { createLink } from '#core/identity/one-time-links.ts'
import { csrfIn, FormBrowser } from '../../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../../tests/peers/portal.ts'
import { until } from '../../../tests/peers/until.ts'

let portal: TestPortal
const chosen = 'a sentence of unusual words'

before(async () => {
  portal = await openTestPortal({
    publicUrl: 'https://data.acme.com',
    auth: { allowedEmails: ['partner@else.org'], allowedDomains: ['acme.com'] },
  })
})
after(() => portal[Symbol.asyncDispose]())
// All tests come from one address, which may ask only so often.
beforeEach(() => portal.db.pool.query('delete from core.rate_limit'))

interface Mail {
  readonly recipient: string
  readonly subject: string
  readonly body: string
}

async function mailTo(email: string): Promise<readonly Mail[]> {
  const { rows } = await portal.db.pool.query<Mail>(
    'select recipient, subject, body from core.mail where recipient = $1 order by id',
    [email],
  )
  return rows
}

async function auditOf(subject: string): Promise<readonly string[]> {
  const { rows } = await portal.db.pool.query<{ action: string }>(
    'select action from core.audit where subject = $1 order by id',
    [subject],
  )
  return rows.map(({ action }) => action)
}

/** Cookies of an https portal are Secure; this browser sends them all the same. */
function browser(): FormBrowser {
  return new FormBrowser(portal.url)
}

/** Asks for a link and waits until it is decided whether there is one. */
async function ask(email: string, headers: Record<string, string> = {}) {
  const before = (await auditOf(email.toLowerCase())).length
  const answer = await browser().submit(
    '/auth/request-access',
    '/auth/request-access',
    { email },
    headers,
  )
  if (answer.status !== 200) return answer
  await until(
    async () => (await auditOf(email.toLowerCase())).length > before,
    `something is decided about ${email}`,
  )
  return answer
}

async function linkTo(email: string): Promise<URL> {
  const mails = await mailTo(email)
  const url = /https?:\S+/.exec(mails.at(-1)?.body ?? '')?.[0]
  return new URL(url ?? assert.fail(`no link for ${email}`))
}

test('an invited person sets a first password by a link, and signs in with it', async () => {
  await createPerson(portal.db, { email: 'ann@acme.com' })
  await ask('ann@acme.com')
  const [mail] = await mailTo('ann@acme.com')
  assert.equal(mail?.subject, 'Set your password for Acme Analytics')
  assert.match(mail?.body ?? '', /works once, within 24 hours/)
  const { pathname } = await linkTo('ann@acme.com')
  assert.match(pathname, /^\/auth\/setup\/[\w-]{43}$/)
  const visitor = browser()
  assert.match((await visitor.get(pathname)).text, /For ann@acme\.com/)
  const saved = await visitor.submit(pathname, pathname, { password: chosen })
  assert.equal(saved.headers.get('location'), '/login/password?done=set')
  assert.match((await visitor.get('/login/password?done=set')).text, /Your password is set/)
  assert.equal((await visitor.signIn('ann@acme.com', chosen)).status, 303)
  assert.deepEqual((await auditOf('ann@acme.com')).slice(0, 2), [
    'password.link-setup',
    'password.setup',
  ])
})

test('a forgotten password is replaced, which ends every session and device (unlike the original) and tells the owner', async () => {
  const { id: personId } = await portal.addPerson('bob@acme.com')
  const there = browser()
  await there.signIn('bob@acme.com', testPassword)
  assert.equal((await there.get('/')).status, 200)
  const device = { kind: 'app', name: 'x', address: '::1', seconds: 600 } as const
  await linkDevice(portal.db.pool, { personId, ...device })
  await ask('Bob@Acme.com')
  const { pathname } = await linkTo('bob@acme.com')
  assert.match(pathname, /^\/auth\/reset\//)
  await browser().submit(pathname, pathname, { password: chosen })
  assert.equal((await there.get('/')).status, 303)
  assert.deepEqual(await listDevices(portal.db, personId), [])
  assert.equal((await browser().signIn('bob@acme.com', testPassword)).status, 401)
  assert.equal((await browser().signIn('bob@acme.com', chosen)).status, 303)
  assert.match((await mailTo('bob@acme.com')).at(-1)?.subject ?? '', /Your password was set/)
})

test('enumeration (of the original): asking gives one answer to known, unknown, invited and locked', async () => {
  await portal.addPerson('known@acme.com')
  const { id } = await portal.addPerson('locked@acme.com')
  await suspendPerson(portal.db, id)
  const emails = ['known@acme.com', 'nobody@acme.com', 'locked@acme.com', 'partner@else.org', 'x']
  const answers = []
  for (const email of emails) answers.push(await ask(email))
  for (const { status, text } of answers) {
    assert.equal(status, 200)
    assert.equal(text, answers[0]?.text)
  }
  const counts = await Promise.all(emails.slice(0, 4).map(async (to) => (await mailTo(to)).length))
  assert.deepEqual(counts, [1, 0, 0, 1])
})

test('an address of an admitted domain is not invited by that, one that is named is', async () => {
  await ask('stranger@acme.com')
  assert.equal(await findPersonByEmail(portal.db, 'stranger@acme.com'), undefined)
  await ask('partner@else.org')
  assert.match((await linkTo('partner@else.org')).pathname, /^\/auth\/setup\//)
})

test('host-header poisoning (of the original): a link leads to the public address whatever Host says', async () => {
  await portal.addPerson('host@acme.com')
  await ask('host@acme.com', { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' })
  assert.equal((await linkTo('host@acme.com')).origin, 'https://data.acme.com')
})

test('a mail scanner that opens a link uses nothing up; the form uses it once', async () => {
  await portal.addPerson('scan@acme.com')
  await ask('scan@acme.com')
  const { pathname } = await linkTo('scan@acme.com')
  for (let opened = 0; opened < 3; opened += 1) {
    assert.equal((await browser().get(pathname)).status, 200)
  }
  const weak = await browser().submit(pathname, pathname, { password: 'short' })
  assert.equal(weak.status, 400)
  assert.match(weak.text, /at least 12 are needed/)
  assert.equal((await browser().submit(pathname, pathname, { password: chosen })).status, 303)
  const again = await browser().submit('/login/password', pathname, {
    password: 'another sentence',
  })
  assert.equal(again.status, 404)
  assert.match(again.text, /does not work any more/)
})

test('of twelve who send one link at the same moment, one succeeds', async () => {
  await portal.addPerson('race@acme.com')
  await ask('race@acme.com')
  const { pathname } = await linkTo('race@acme.com')
  const visitors = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const visitor = browser()
      return { visitor, csrf: csrfIn((await visitor.get(pathname)).text) }
    }),
  )
  const answers = await Promise.all(
    visitors.map(({ visitor, csrf }) => visitor.post(pathname, { csrf, password: chosen })),
  )
  assert.equal(answers.filter(({ status }) => status === 303).length, 1)
  assert.equal(answers.filter(({ status }) => status === 404).length, 11)
})

test('a link ends when a newer one is sent, when the password is changed, and when its owner is locked out', async () => {
  const { id } = await portal.addPerson('newer@acme.com')
  await ask('newer@acme.com')
  const first = await linkTo('newer@acme.com')
  await ask('newer@acme.com')
  const second = await linkTo('newer@acme.com')
  assert.equal((await browser().get(first.pathname)).status, 404)
  const visitor = browser()
  await visitor.signIn('newer@acme.com', testPassword)
  const change = { current: testPassword, password: chosen }
  assert.equal((await visitor.submit('/account', '/account/password', change)).status, 303)
  assert.equal((await browser().get(second.pathname)).status, 404)
  await ask('newer@acme.com')
  const third = (await mailTo('newer@acme.com')).filter(({ body }) => body.includes('/auth/reset/'))
  const { pathname } = new URL(/https?:\S+/.exec(third.at(-1)?.body ?? '')?.[0] ?? '')
  assert.equal((await browser().get(pathname)).status, 200)
  await suspendPerson(portal.db, id)
  assert.equal((await browser().get(pathname)).status, 404)
})

test('a link of who may not enter any more sets no password, and none is sent', async () => {
  const { id } = await createPerson(portal.db, { email: 'ruled@else.org', invited: false })
  await portal.db.pool.query('update core.person set barred_at = now() where id = $1', [id])
  const token = await createLink(portal.db, {
    purpose: 'password-setup',
    personId: id,
    seconds: 60,
  })
  const path = `/auth/setup/${token}`
  assert.equal((await browser().get(path)).status, 404)
  const forced = await browser().submit('/login/password', path, { password: chosen })
  assert.equal(forced.status, 404)
  await ask('ruled@else.org')
  assert.deepEqual(await mailTo('ruled@else.org'), [])
  assert.deepEqual(await auditOf('ruled@else.org'), ['password.link-refused'])
})

test('a link of another purpose, an expired one and a changed one open nothing', async () => {
  const { id } = await portal.addPerson('other@acme.com')
  const purpose = 'password-reset'
  const good = await createLink(portal.db, { purpose, personId: id, seconds: 60 })
  const old = await createLink(portal.db, { purpose, personId: id, seconds: -1 })
  const foreign = await createLink(portal.db, { purpose: 'magic', personId: id, seconds: 60 })
  assert.equal((await browser().get(`/auth/reset/${good}`)).status, 200)
  for (const path of [
    `/auth/setup/${good}`,
    `/auth/reset/${old}`,
    `/auth/reset/${foreign}`,
    `/auth/reset/${good.slice(0, -1)}`,
    '/auth/reset/%C3%BC%00',
  ]) {
    const { status, text } = await browser().get(path)
    assert.equal(status, 404, path)
    assert.match(text, /does not work any more/)
  }
})

test('mail bombing (of the original): the fourth mail of an hour is not sent, and nobody is told', async () => {
  await portal.addPerson('bombed@acme.com')
  const answers = []
  for (let index = 0; index < 5; index += 1) answers.push(await ask('bombed@acme.com'))
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1)
  assert.equal((await mailTo('bombed@acme.com')).length, 3)
  assert.equal((await auditOf('bombed@acme.com')).at(-1), 'password.link-limited')
})

test('setup and reset tokens in clear (of the original): beside the mail itself nothing holds a usable link', async () => {
  await portal.addPerson('rest@acme.com')
  await ask('rest@acme.com')
  const token = (await linkTo('rest@acme.com')).pathname.split('/').at(-1) ?? ''
  const { rows } = await portal.db.pool.query<{ row: string }>(
    `select l::text as row from core.one_time_link l
     union all select a::text from core.audit a`,
  )
  assert.ok(rows.length > 0)
  assert.ok(rows.every(({ row }) => !row.includes(token)))
})

test('CSRF: without the form’s token neither a link is sent nor a password set', async () => {
  const { id } = await portal.addPerson('csrf@acme.com')
  assert.equal(
    (await browser().post('/auth/request-access', { email: 'csrf@acme.com' })).status,
    403,
  )
  const token = await createLink(portal.db, {
    purpose: 'password-reset',
    personId: id,
    seconds: 60,
  })
  const forged = await browser().post(`/auth/reset/${token}`, { password: chosen })
  assert.equal(forged.status, 403)
  assert.equal((await browser().signIn('csrf@acme.com', testPassword)).status, 303)
  assert.deepEqual(await mailTo('csrf@acme.com'), [])
})

test('one address may ask twenty times an hour, then it waits', async () => {
  await using fresh = await openTestPortal()
  const statuses = []
  for (let index = 0; index < 21; index += 1) {
    const fields = { email: `nobody${index}@acme.com` }
    const path = '/auth/request-access'
    statuses.push((await new FormBrowser(fresh.url).submit(path, path, fields)).status)
  }
  assert.deepEqual([statuses.indexOf(429), statuses.at(-1)], [20, 429])
})
