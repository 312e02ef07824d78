import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hash } from '@node-rs/argon2'
import { findPersonByEmail } from '#core/identity/people.ts'
import { suspendPerson } from '#core/identity/people.ts'
import { csrfIn, FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { openCredentials } from './credentials.ts'
import { needsRenewal } from './password-hash.ts'

let portal: TestPortal

before(async () => {
  portal = await openTestPortal()
  await portal.addPerson('root@acme.com', { admin: true })
})
after(() => portal[Symbol.asyncDispose]())

async function tryToEnter(email: string, password: string) {
  return new FormBrowser(portal.url).signIn(email, password)
}

/** The answer without what differs between any two: the form's token. */
function comparable(text: string): string {
  return text.replace(/name="csrf"\s+value="[^"]+"/, '').replace(/value="[^"]*@acme\.com"/, '')
}

test('a person enters with the right password, however the address is written', async () => {
  await portal.addPerson('ann@acme.com')
  assert.equal((await tryToEnter('ann@acme.com', testPassword)).status, 303)
  assert.equal((await tryToEnter(' ANN@Acme.com ', testPassword)).status, 303)
})

test('enumeration (of the original): known, unknown, locked and passwordless accounts get the same answer', async () => {
  await portal.addPerson('known@acme.com')
  const { createPerson } = await import('#core/identity/people.ts')
  await createPerson(portal.db, { email: 'bare@acme.com' })
  const answers = await Promise.all(
    ['known@acme.com', 'nobody@acme.com', 'bare@acme.com', 'no address'].map((email) =>
      tryToEnter(email, 'wrong horse battery'),
    ),
  )
  const [known, unknown, bare, nonsense] = answers
  assert.equal(known?.status, 401)
  assert.match(known?.text ?? '', /E-mail or password is not right\./)
  for (const other of [unknown, bare]) {
    assert.equal(other?.status, 401)
    assert.equal(comparable(other?.text ?? ''), comparable(known?.text ?? ''))
    const names = (answer: typeof other) =>
      [...(answer?.headers.keys() ?? [])].filter((name) => name !== 'date')
    assert.deepEqual(names(other), names(known))
  }
  assert.equal(nonsense?.status, 401)
})

test('a password keeps its blanks: set with one at the end, it enters only with it (unlike the original)', async () => {
  await portal.addPerson('blank@acme.com', { password: 'correct horse battery ' })
  assert.equal((await tryToEnter('blank@acme.com', 'correct horse battery ')).status, 303)
  assert.equal((await tryToEnter('blank@acme.com', 'correct horse battery')).status, 401)
})

test('a locked person is told so only with the right password', async () => {
  const { id } = await portal.addPerson('locked@acme.com')
  await suspendPerson(portal.db, id)
  assert.equal((await tryToEnter('locked@acme.com', 'wrong horse battery')).status, 401)
  const right = await tryToEnter('locked@acme.com', testPassword)
  assert.equal(right.status, 403)
  assert.match(right.text, /This account is locked/)
})

test('per-process rate limit (of the original): after six wrong tries the seventh is refused, with Retry-After', async () => {
  await portal.addPerson('guessed@acme.com')
  for (let index = 0; index < 6; index += 1) {
    assert.equal((await tryToEnter('guessed@acme.com', `wrong password ${index}`)).status, 401)
  }
  const refused = await tryToEnter('guessed@acme.com', testPassword)
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
  const { rows } = await portal.db.pool.query<{ key: string }>('select key from core.rate_limit')
  assert.ok(rows.length > 0)
  assert.ok(rows.every(({ key }) => !key.includes('@')))
})

test('every refused try is in the audit log, without the password', async () => {
  await tryToEnter('audited@acme.com', 'a secret that must not be logged')
  const { rows } = await portal.db.pool.query<{ action: string; all: string }>(
    `select action, a::text as all from core.audit a where subject = 'audited@acme.com'`,
  )
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['password.refused'],
  )
  assert.ok(!rows[0]?.all.includes('secret'))
})

test('a cheap hash is made again with the usual cost when its password is used', async () => {
  const { id } = await portal.addPerson('cheap@acme.com')
  const credentials = openCredentials(portal.db)
  await credentials.save(id, await hash(testPassword, { memoryCost: 8192, timeCost: 1 }))
  assert.equal((await tryToEnter('cheap@acme.com', testPassword)).status, 303)
  assert.equal(needsRenewal((await credentials.hashOf(id)) ?? ''), false)
})

test('garbage in the place of a hash lets nobody in and breaks nothing', async () => {
  const { id } = await portal.addPerson('garbage@acme.com')
  await openCredentials(portal.db).save(id, 'garbage')
  assert.equal((await tryToEnter('garbage@acme.com', 'garbage')).status, 401)
})

test('a password of a megabyte is refused before it is hashed', async () => {
  const browser = new FormBrowser(portal.url)
  const csrf = csrfIn((await browser.get('/login/password')).text)
  const { status } = await browser.post('/login/password', {
    csrf,
    email: 'ann@acme.com',
    password: 'x'.repeat(1_000_000),
  })
  assert.equal(status, 413)
})

test('a password is changed with the current one, which ends all other sessions and leaves this one', async () => {
  await portal.addPerson('cyd@acme.com')
  const [here, there] = [new FormBrowser(portal.url), new FormBrowser(portal.url)]
  await here.signIn('cyd@acme.com', testPassword)
  await there.signIn('cyd@acme.com', testPassword)
  const change = (current: string, password: string) =>
    here.submit('/account', '/account/password', { current, password })

  const wrong = await change('not the current one', 'a new and better one')
  assert.equal(wrong.status, 400)
  assert.match(wrong.text, /current password is not right/)
  const weak = await change(testPassword, 'cyd@acme.com')
  assert.match(weak.text, /must not be your e-mail/)
  assert.equal((await there.get('/')).status, 200)

  const changed = await change(testPassword, 'a new and better one')
  assert.equal(changed.headers.get('location'), '/account?done=saved')
  assert.equal((await here.get('/')).status, 200)
  assert.equal((await there.get('/')).status, 303)
  assert.equal((await tryToEnter('cyd@acme.com', testPassword)).status, 401)
  assert.equal((await tryToEnter('cyd@acme.com', 'a new and better one')).status, 303)
})

test('nobody changes a password without being signed in', async () => {
  const browser = new FormBrowser(portal.url)
  const { status } = await browser.submit('/login/password', '/account/password', { password: 'x' })
  assert.equal(status, 401)
})

test('ADMIN_EMAIL and ADMIN_PASSWORD make an administrator who can sign in', async () => {
  const rawEnv = { ADMIN_EMAIL: 'Boss@Acme.com', ADMIN_PASSWORD: 'first words of the boss' }
  await using fresh = await openTestPortal({ rawEnv })
  const browser = new FormBrowser(fresh.url)
  assert.equal((await browser.signIn('boss@acme.com', 'first words of the boss')).status, 303)
  assert.equal((await findPersonByEmail(fresh.db, 'boss@acme.com'))?.admin, true)
})

test('ADMIN_EMAIL alone names an administrator who is yet to come', async () => {
  await using fresh = await openTestPortal({ rawEnv: { ADMIN_EMAIL: 'boss@acme.com' } })
  assert.equal(await findPersonByEmail(fresh.db, 'boss@acme.com'), undefined)
  assert.equal((await fresh.addPerson('boss@acme.com')).email, 'boss@acme.com')
  assert.equal((await findPersonByEmail(fresh.db, 'boss@acme.com'))?.admin, true)
})

test('ADMIN_PASSWORD that is too weak, or without ADMIN_EMAIL, stops the start with the reason', async () => {
  const weak = { ADMIN_EMAIL: 'boss@acme.com', ADMIN_PASSWORD: 'changeme' }
  await assert.rejects(openTestPortal({ rawEnv: weak }), /at least 12 are needed/)
  const alone = { ADMIN_PASSWORD: 'first words of the boss' }
  await assert.rejects(openTestPortal({ rawEnv: alone }), /without ADMIN_EMAIL/)
})
