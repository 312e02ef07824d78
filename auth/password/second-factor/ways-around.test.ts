import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { createLink } from '#core/identity/one-time-links.ts'
import { findPersonByEmail, suspendPerson } from '#core/identity/people.ts'
import { csrfIn, FormBrowser } from '../../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../../tests/peers/portal.ts'
import { openAuthenticators } from './authenticators.ts'
import { openRecoveryCodes } from './recovery-codes.ts'

let portal: TestPortal

before(async () => {
  portal = await openTestPortal()
})
after(() => portal[Symbol.asyncDispose]())
beforeEach(() => portal.db.pool.query('delete from core.rate_limit'))

const chosen = 'a sentence of unusual words'
const log = { error: () => assert.fail('the key can be read') }
const apps = () => openAuthenticators(portal.db, portal.secrets, log)
const codeOf = (secret: string) => TOTP.generate({ secret: Secret.fromBase32(secret) })

/** A person with the second step on, of which no code has been taken. */
async function withSecondStep(email: string) {
  const { id } = await portal.addPerson(email)
  const secret = (await apps().offer(id)) ?? assert.fail('no key')
  assert.equal(await apps().confirm(id, codeOf(secret)), true)
  await portal.db.pool.query(
    'update auth_password.authenticator set last_step = 0 where person_id = $1',
    [id],
  )
  return { id, secret, recovery: await openRecoveryCodes(portal.db).renew(id) }
}

async function afterPassword(email: string, password = testPassword): Promise<FormBrowser> {
  const browser = new FormBrowser(portal.url)
  const { headers } = await browser.signIn(email, password)
  assert.equal(headers.get('location'), '/login/code')
  return browser
}

const isIn = async (browser: FormBrowser) => (await browser.get('/account')).status === 200
const send = (browser: FormBrowser, code: string) =>
  browser.submit('/login/code', '/login/code', { code })

test('the password alone opens no page, no program and no setting, whatever is asked for', async () => {
  await withSecondStep('half@acme.com')
  const browser = await afterPassword('half@acme.com')
  const csrf = csrfIn((await browser.get('/login/code')).text)
  for (const path of [
    '/',
    '/account',
    '/api/me',
    '/device',
    '/desktop/link',
    '/account/authenticator',
  ])
    assert.notEqual((await browser.get(path)).status, 200, path)
  for (const path of [
    '/account/authenticator/remove',
    '/account/recovery-codes',
    '/account/tokens',
    '/account/password',
    '/api/desktop/authorize',
    '/device/decide',
  ]) {
    const { status, headers } = await browser.post(path, { csrf, password: chosen })
    assert.ok(status === 401 || headers.get('location')?.startsWith('/login'), `${path}: ${status}`)
  }
  assert.equal(browser.cookie('session'), undefined)
})

test('a new password by a link from the mail does not go around the second step', async () => {
  const { id, secret } = await withSecondStep('reset@acme.com')
  const token = await createLink(portal.db, {
    purpose: 'password-reset',
    personId: id,
    seconds: 60,
  })
  const path = `/auth/reset/${token}`
  const browser = new FormBrowser(portal.url)
  const set = await browser.submit(path, path, { password: chosen })
  assert.equal(set.headers.get('location'), '/login/password?done=set')
  assert.equal(await isIn(browser), false)
  const next = await afterPassword('reset@acme.com', chosen)
  assert.equal(await isIn(next), false)
  assert.equal((await send(next, codeOf(secret))).status, 303)
  assert.equal(await isIn(next), true)
})

test('a second try with the password begins anew, and the one that waited in the browser is void', async () => {
  const ann = await withSecondStep('ann@acme.com')
  const bob = await withSecondStep('bob@acme.com')
  const browser = await afterPassword('ann@acme.com')
  await browser.signIn('bob@acme.com', testPassword)
  assert.equal((await send(browser, codeOf(ann.secret))).status, 401)
  assert.equal((await send(browser, codeOf(bob.secret))).status, 303)
  assert.match((await browser.get('/api/me')).text, /bob@acme\.com/)
})

test('a wrong password does not end what waits, and opens nothing of it', async () => {
  const { secret } = await withSecondStep('waits@acme.com')
  const browser = await afterPassword('waits@acme.com')
  assert.equal((await browser.signIn('waits@acme.com', 'wrong horse battery')).status, 401)
  assert.equal((await send(browser, codeOf(secret))).status, 303)
})

test('who is locked out, removed or loses the app between the two steps does not come in', async () => {
  const locked = await withSecondStep('locked@acme.com')
  const waiting = await afterPassword('locked@acme.com')
  await suspendPerson(portal.db, locked.id)
  assert.equal((await send(waiting, codeOf(locked.secret))).status, 403)
  assert.equal(await isIn(waiting), false)

  const gone = await withSecondStep('gone@acme.com')
  const late = await afterPassword('gone@acme.com')
  const csrf = csrfIn((await late.get('/login/code')).text)
  await portal.db.pool.query('delete from core.person where id = $1', [gone.id])
  const answer = await late.post('/login/code', { csrf, code: codeOf(gone.secret) })
  assert.equal(answer.headers.get('location'), '/login/password')
  assert.equal(await findPersonByEmail(portal.db, 'gone@acme.com'), undefined)

  const lost = await withSecondStep('lost@acme.com')
  const half = await afterPassword('lost@acme.com')
  await apps().remove(lost.id)
  assert.equal((await send(half, codeOf(lost.secret))).status, 401)
})

test('fifty codes a day are all, however often the quarter of an hour begins anew', async () => {
  const { secret } = await withSecondStep('slow@acme.com')
  const browser = await afterPassword('slow@acme.com')
  const csrf = csrfIn((await browser.get('/login/code')).text)
  for (let quarter = 0; quarter < 5; quarter += 1) {
    for (let tries = 0; tries < 10; tries += 1) {
      const { status } = await browser.post('/login/code', { csrf, code: '000000' })
      assert.equal(status, 401)
    }
    await portal.db.pool.query(`delete from core.rate_limit where key like 'password-code:%'`)
  }
  const refused = await browser.post('/login/code', { csrf, code: codeOf(secret) })
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers.get('retry-after')) > 3600)
})

test('a code that was right forgives the wrong ones before it, for the next time', async () => {
  const { id, recovery } = await withSecondStep('typo@acme.com')
  for (const code of recovery.slice(0, 3)) {
    const browser = await afterPassword('typo@acme.com')
    for (let tries = 0; tries < 8; tries += 1) await send(browser, '000000')
    assert.equal((await send(browser, code)).status, 303)
  }
  assert.equal(await openRecoveryCodes(portal.db).left(id), 7)
})

test('new recovery codes are for who has the second step on: to others none are shown', async () => {
  await portal.addPerson('plain@acme.com')
  const browser = new FormBrowser(portal.url)
  await browser.signIn('plain@acme.com', testPassword)
  const path = '/account/recovery-codes'
  const { status, headers } = await browser.submit(path, path)
  assert.deepEqual([status, headers.get('location')], [303, '/account?done=saved'])
})
