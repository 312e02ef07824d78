import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { createLink, peekLink } from '#core/identity/one-time-links.ts'
import { csrfIn, FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { openCredentials } from './credentials.ts'

let portal: TestPortal
const chosen = 'a sentence of unusual words'

before(async () => {
  portal = await openTestPortal({ name: 'Acme Analytics Berlin' })
})
after(() => portal[Symbol.asyncDispose]())
beforeEach(() => portal.db.pool.query('delete from core.rate_limit'))

const change = (browser: FormBrowser, current: string, password: string) =>
  browser.submit('/account', '/account/password', { current, password })
const entersWith = async (email: string, password: string) =>
  (await new FormBrowser(portal.url).signIn(email, password)).status === 303

test('a stolen session does not guess the password: after ten tries it waits, also with the right one', async () => {
  const browser = await portal.signedIn('guessed@acme.com')
  for (let tries = 0; tries < 10; tries += 1) {
    const refused = await change(browser, `wrong horse battery ${tries}`, chosen)
    assert.equal(refused.status, 400)
    assert.match(refused.text, /The current password is not right\./)
  }
  const waits = await change(browser, testPassword, chosen)
  assert.equal(waits.status, 429)
  assert.ok(Number(waits.headers.get('retry-after')) > 0)
  assert.ok(await entersWith('guessed@acme.com', testPassword))
})

const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
  'one that is too short': ['short', /has 5 characters; at least 12/],
  'one that is empty': ['', /has 0 characters/],
  'the own address': ['weak-person@acme.com', /must not be your e-mail/],
  'the name of the portal': ['AcmeAnalyticsBerlin', /or the name of this portal/],
  'one that all try first': ['password1234', /first that are guessed/],
  'one with a line break': ['a sentence\nof unusual words', /control characters/],
}
test('a password that is no good is refused with the reason, and the old one stays', async () => {
  const browser = await portal.signedIn('weak-person@acme.com')
  for (const [what, [password, reason]] of Object.entries(refused)) {
    const answer = await change(browser, testPassword, password)
    assert.equal(answer.status, 400, what)
    assert.match(answer.text, reason, what)
    assert.ok(!password || !answer.text.includes(`value="${password}"`), 'it is not shown again')
  }
  assert.ok(await entersWith('weak-person@acme.com', testPassword))
})

test('a change ends links that were sent before, tells the owner, and is written down without either password', async () => {
  const browser = await portal.signedIn('linked@acme.com')
  const { rows } = await portal.db.pool.query<{ id: string }>(
    `select id from core.person where email = 'linked@acme.com'`,
  )
  const personId = rows[0]?.id ?? ''
  const purposes = ['password-setup', 'password-reset'] as const
  const links = await Promise.all(
    purposes.map((purpose) => createLink(portal.db, { purpose, personId, seconds: 60 })),
  )
  assert.equal((await change(browser, testPassword, chosen)).status, 303)
  for (const [at, purpose] of purposes.entries())
    assert.equal(await peekLink(portal.db, purpose, links[at] ?? ''), undefined, purpose)
  const mail = await portal.db.pool.query<{ subject: string; body: string }>(
    `select subject, body from core.mail where recipient = 'linked@acme.com'`,
  )
  assert.equal(mail.rows[0]?.subject, 'Your password was set – Acme Analytics Berlin')
  const written = await listAudit(portal.db, { subject: 'linked@acme.com', limit: 9 })
  assert.equal(written[0]?.action, 'password.change')
  for (const text of [testPassword, chosen])
    assert.ok(!JSON.stringify([written, mail.rows]).includes(text))
})

test('who has no password cannot change it, whatever they say it is', async () => {
  const browser = await portal.signedIn('bare@acme.com')
  await portal.db.pool.query(
    `delete from auth_password.credential c using core.person p
     where p.id = c.person_id and p.email = 'bare@acme.com'`,
  )
  for (const current of ['', testPassword, 'undefined'])
    assert.equal((await change(browser, current, chosen)).status, 400)
  const { rows } = await portal.db.pool.query<{ id: string }>(
    `select id from core.person where email = 'bare@acme.com'`,
  )
  assert.equal(await openCredentials(portal.db).hashOf(rows[0]?.id ?? ''), undefined)
})

test('of two who change one password at the same moment, one ends the other’s session, and one password is left', async () => {
  const [one, two] = [await portal.signedIn('both@acme.com'), new FormBrowser(portal.url)]
  await two.signIn('both@acme.com', testPassword)
  const passwords = ['the first of two sentences', 'the second of two sentences']
  const tokens = await Promise.all(
    [one, two].map(async (browser) => csrfIn((await browser.get('/account')).text)),
  )
  await Promise.all(
    [one, two].map((browser, at) =>
      browser.post('/account/password', {
        csrf: tokens[at] ?? '',
        current: testPassword,
        password: passwords[at] ?? '',
      }),
    ),
  )
  const good = []
  for (const password of [...passwords, testPassword])
    if (await entersWith('both@acme.com', password)) good.push(password)
  assert.equal(good.length, 1)
  assert.notEqual(good[0], testPassword)
})
