import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { after, before, beforeEach, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { followAdmission } from '#core/identity/follow-admission.ts'
import { createPerson, findPersonByEmail, suspendPerson } from '#core/identity/people.ts'
import { createLog } from '#core/log.ts'
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

test('of eight who press one button at the same moment, one is signed in', async () => {
  const visitor = browser()
  const link = await linkFor(visitor, 'race@acme.com')
  const csrf = csrfIn((await visitor.get(link)).text)
  const answers = await Promise.all(Array.from({ length: 8 }, () => visitor.post(link, { csrf })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, ...Array<number>(7).fill(410)])
})

test('of two links that one browser asked for, only the newer one counts', async () => {
  const visitor = browser()
  const first = await linkFor(visitor, 'older@acme.com')
  const second = await linkFor(visitor, 'newer@acme.com')
  assert.equal((await press(visitor, second)).status, 303)
  assert.match((await visitor.get('/api/me')).text, /newer@acme\.com/)
  assert.equal((await press(visitor, first)).status, 410)
  assert.match((await visitor.get('/api/me')).text, /newer@acme\.com/)
})

test('a link that was changed is none, and a press without the form’s token uses nothing up', async () => {
  const visitor = browser()
  const link = await linkFor(visitor, 'forged@acme.com')
  for (const wrong of [link.slice(0, -1), `${link}A`, link.replace(/.$/, '%00'), `${link}/more`])
    assert.ok((await visitor.get(wrong)).status >= 400, wrong)
  assert.equal((await visitor.post(link, {})).status, 403)
  const evil = { origin: 'https://evil.example' }
  assert.equal((await visitor.submit(link, link, {}, evil)).status, 403)
  assert.equal((await press(visitor, link)).status, 303)
})

test('who is locked out between the mail and the button is not let in', async () => {
  const { id } = await portal.addPerson('between@acme.com')
  const visitor = browser()
  const link = await linkFor(visitor, 'between@acme.com')
  await suspendPerson(portal.db, id)
  assert.equal((await press(visitor, link)).status, 403)
  assert.equal(await isIn(visitor), false)
})

test('who came in by a rule that is gone gets no link', async () => {
  await createPerson(portal.db, { email: 'ruled@else.org', invited: false })
  await followAdmission(portal.db, { allowedDomains: ['acme.com'], allowedEmails: [] })
  assert.equal((await ask(browser(), 'ruled@else.org')).status, 200)
  assert.equal(await decided('ruled@else.org'), 'magic-link.refused')
  assert.deepEqual(await mails(), [])
})

test('mail bombing: the sixth mail of an hour to one address is not sent, wherever it is asked for', async () => {
  for (let asked = 1; asked <= 6; asked += 1) {
    await ask(browser(), `${' '.repeat(asked)}Bombed@Acme.com`)
    const count = () =>
      listAudit(portal.db, { action: 'magic-link', subject: 'bombed@acme.com', limit: 9 })
    await until(async () => (await count()).length === asked, `${asked} are decided`)
    // Another place: what is counted for one is not what is counted for the address.
    await portal.db.pool.query(`delete from core.rate_limit where key not like 'magic-link-mail:%'`)
  }
  assert.equal((await mails()).length, 5)
  assert.equal(await decided('bombed@acme.com'), 'magic-link.limited')
})

test('a link that could not be sent is in the log, and the next one is sent', async () => {
  const lines: string[] = []
  const written = new PassThrough({ encoding: 'utf8' }).on('data', (line: string) =>
    lines.push(line),
  )
  const log = createLog('error', written)
  await using broken = await openTestPortal({ auth: { allowedDomains: ['acme.com'] }, log })
  const { pool } = broken.db
  const send = () =>
    new FormBrowser(broken.url).submit('/login/email', '/login/email/send', {
      email: 'ann@acme.com',
    })
  await pool.query('alter table core.mail rename to mail_away')
  assert.equal((await send()).status, 200)
  const line = await until(() => lines.find((one) => one.includes('was not sent')))
  assert.match(line, /a link to sign in was not sent/)
  assert.ok(!/verify/.test(line))
  await pool.query('alter table core.mail_away rename to mail')
  assert.equal((await send()).status, 200)
  await until(async () => (await pool.query('select from core.mail')).rowCount === 1)
})
