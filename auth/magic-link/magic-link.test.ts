import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { findPersonByEmail, suspendPerson } from '#core/identity/people.ts'
import { csrfIn, FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { until } from '../../tests/peers/until.ts'

let portal: TestPortal
before(async () => {
  portal = await openTestPortal({ auth: { allowedDomains: ['acme.com'] } })
  await portal.addPerson('ann@else.org')
})
after(() => portal[Symbol.asyncDispose]())
beforeEach(async () => {
  await portal.db.pool.query('delete from core.rate_limit')
  await portal.db.pool.query('delete from core.mail')
})

const browser = () => new FormBrowser(portal.url)
const ask = (visitor: FormBrowser, email: string, headers = {}) =>
  visitor.submit('/login/email', '/login/email/send', { email }, headers)

/** The newest entry of the log about an address, once there is one. */
async function decided(email: string): Promise<string> {
  return until(async () => {
    const [entry] = await listAudit(portal.db, { action: 'magic-link', subject: email, limit: 1 })
    return entry?.action
  }, `something is decided about ${email}`)
}

async function mails(): Promise<readonly { recipient: string; body: string }[]> {
  const { rows } = await portal.db.pool.query<{ recipient: string; body: string }>(
    'select recipient, body from core.mail order by id desc',
  )
  return rows
}

/** The path in the newest mail to this address; what others asked for may be decided meanwhile. */
async function linkFor(visitor: FormBrowser, email: string): Promise<string> {
  assert.equal((await ask(visitor, email)).status, 200)
  assert.equal(await decided(email), 'magic-link.sent')
  const mail = (await mails()).find(({ recipient }) => recipient === email)
  return /\/login\/email\/verify\/[\w-]{43}/.exec(mail?.body ?? '')?.[0] ?? assert.fail('no link')
}

const press = (visitor: FormBrowser, link: string) => visitor.submit(link, link)
const isIn = async (visitor: FormBrowser) => (await visitor.get('/account')).status === 200

test('a link signs in after a click, a person who is known as well as one whom the rules admit', async () => {
  for (const email of ['ann@else.org', 'new@acme.com']) {
    const visitor = browser()
    const link = await linkFor(visitor, email)
    assert.equal((await press(visitor, link)).status, 303)
    assert.equal(await isIn(visitor), true)
  }
  assert.ok(await findPersonByEmail(portal.db, 'new@acme.com'))
})

test('a mail scanner that opens the link signs nobody in and uses nothing up', async () => {
  const visitor = browser()
  const link = await linkFor(visitor, 'scan@acme.com')
  for (let i = 0; i < 3; i += 1) {
    const scanner = browser()
    assert.equal((await scanner.get(link)).status, 200)
    assert.equal(await isIn(scanner), false)
  }
  await press(visitor, link)
  assert.equal(await isIn(visitor), true)
})

test('a link is of no use in another browser, not even for who presses its button', async () => {
  const visitor = browser()
  const link = await linkFor(visitor, 'bound@acme.com')
  const thief = browser()
  assert.equal((await press(thief, link)).status, 410)
  assert.equal(await isIn(thief), false)
})

test('nobody is signed in as somebody else by a link of another request', async () => {
  const attacker = browser()
  const link = await linkFor(attacker, 'attacker@acme.com')
  const victim = browser()
  await ask(victim, 'victim@acme.com')
  assert.equal((await press(victim, link)).status, 410)
})

test('a link works once', async () => {
  const visitor = browser()
  const link = await linkFor(visitor, 'once@acme.com')
  await press(visitor, link)
  assert.equal((await visitor.get(link)).status, 410)
  const again = browser()
  assert.equal(
    (await again.post(link, { csrf: csrfIn((await again.get('/login/email')).text) })).status,
    410,
  )
})

test('a link is dead after its time', async () => {
  const visitor = browser()
  const link = await linkFor(visitor, 'late@acme.com')
  const { text } = await visitor.get(link)
  await portal.db.pool.query(
    `update auth_magic_link.link set expires_at = now() - interval '1 second'`,
  )
  assert.equal((await visitor.get(link)).status, 410)
  assert.equal((await visitor.post(link, { csrf: csrfIn(text) })).status, 410)
})

test('known, unknown, locked and senseless addresses get the same answer, and only the first a mail', async () => {
  const { id } = await portal.addPerson('locked@acme.com')
  await suspendPerson(portal.db, id)
  const answers = new Set<string>()
  for (const email of [
    'ann@else.org',
    'nobody@else.org',
    'locked@acme.com',
    'sub@x.acme.com',
    'no address',
  ]) {
    const { status, text } = await ask(browser(), email)
    answers.add(`${status} ${text.replaceAll(/value="[^"]+"/g, '')}`)
    await decided(email)
  }
  assert.equal(answers.size, 1)
  assert.deepEqual(
    (await mails()).map(({ recipient }) => recipient),
    ['ann@else.org'],
  )
})

test('links are built from the public address, whatever Host says', async () => {
  const visitor = browser()
  await ask(visitor, 'host@acme.com', { host: 'evil.com', 'x-forwarded-host': 'evil.com' })
  await decided('host@acme.com')
  assert.doesNotMatch((await mails())[0]?.body ?? 'evil', /evil/)
})

test('what lies in the database signs nobody in', async () => {
  const visitor = browser()
  const link = await linkFor(visitor, 'hash@acme.com')
  const token = link.split('/').at(-1) ?? ''
  const { rows } = await portal.db.pool.query<{ hash: Buffer }>(
    'select hash from auth_magic_link.link',
  )
  assert.ok(rows.every(({ hash }) => !hash.toString('utf8').includes(token)))
})

test('asking too often is refused, for one address from one place and from one place at all', async () => {
  const visitor = browser()
  const answers: number[] = []
  for (let i = 0; i < 7; i += 1) answers.push((await ask(visitor, 'often@acme.com')).status)
  assert.deepEqual(answers.slice(-2), [429, 429])
  await portal.db.pool.query('delete from core.rate_limit')
  let refused = 0
  for (let i = 0; i < 22; i += 1)
    if ((await ask(visitor, `p${i}@else.org`)).status === 429) refused += 1
  assert.equal(refused, 2)
})

test('a POST of a password to /login/email, as the original had it, reaches the passwords', async () => {
  const visitor = browser()
  const csrf = csrfIn((await visitor.get('/login/password')).text)
  const fields = { csrf, email: 'ann@else.org', password: testPassword }
  const sent = await visitor.post('/login/email', fields)
  assert.deepEqual([sent.status, sent.headers.get('location')], [307, '/login/password'])
  assert.equal((await visitor.post('/login/password', fields)).status, 303)
})
