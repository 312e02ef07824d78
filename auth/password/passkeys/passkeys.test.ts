import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { suspendPerson } from '#core/identity/people.ts'
import {
  makeAuthenticator,
  type Authenticator,
  type Ceremony,
} from '../../../tests/peers/authenticator.ts'
import { csrfIn, FormBrowser } from '../../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../../tests/peers/portal.ts'
import { isPasskeyPossible } from './relying-party.ts'
import { userHandle } from './user-handle.ts'

let portal: TestPortal

before(async () => {
  portal = await openTestPortal()
})
after(() => portal[Symbol.asyncDispose]())
// All tests come from one address, which may try only so often.
beforeEach(() => portal.db.pool.query('delete from core.rate_limit'))

const browser = () => new FormBrowser(portal.url)
const handleOf = (personId: string) => Buffer.from(userHandle(personId)).toString('base64url')

function challengeIn(text: string): string {
  const found = /&quot;challenge&quot;:&quot;([\w-]+)&quot;/.exec(text)?.[1]
  return found ?? assert.fail('no challenge is there')
}

/** What an honest browser would say. */
function honest(challenge: string): Ceremony {
  return { challenge, origin: portal.publicUrl.origin, rpId: portal.publicUrl.hostname }
}

async function signedIn(email: string): Promise<FormBrowser> {
  const visitor = browser()
  assert.equal((await visitor.signIn(email, testPassword)).status, 303)
  return visitor
}

async function add(
  visitor: FormBrowser,
  key: Authenticator,
  change: Partial<Ceremony> = {},
  name = 'Laptop',
) {
  const { text } = await visitor.get('/account/passkeys/new')
  const answer = key.create({ ...honest(challengeIn(text)), ...change })
  return visitor.post('/account/passkeys', { csrf: csrfIn(text), answer, name })
}

/** A person with a passkey. */
async function withPasskey(email: string) {
  const { id } = await portal.addPerson(email)
  const visitor = await signedIn(email)
  const key = makeAuthenticator()
  const added = await add(visitor, key)
  assert.equal(added.headers.get('location'), '/account?done=saved')
  return { id, visitor, key }
}

async function enter(key: Authenticator, personId: string, change: Partial<Ceremony> = {}) {
  const visitor = browser()
  const { text } = await visitor.get('/login/passkey')
  const userHandle = handleOf(personId)
  const answer = key.get({ ...honest(challengeIn(text)), userHandle, ...change })
  const fields = { csrf: csrfIn(text), answer }
  return { visitor, fields, result: await visitor.post('/login/passkey', fields) }
}

test('a passkey that was added signs in alone, and its owner is told that it was added', async () => {
  const { id, key } = await withPasskey('ann@acme.com')
  const { visitor, result } = await enter(key, id)
  assert.equal(result.status, 303)
  const account = (await visitor.get('/account')).text
  assert.match(account, /Laptop[\s\S]*used <time/)
  const { rows } = await portal.db.pool.query<{ body: string }>(
    `select body from core.mail where recipient = 'ann@acme.com'`,
  )
  assert.match(rows[0]?.body ?? '', /The passkey “Laptop” was added/)
})

test('a challenge is answered once, and only in the browser that it was given to', async () => {
  const { id, key } = await withPasskey('once@acme.com')
  const { visitor, fields } = await enter(key, id)
  await visitor.submit('/account', '/logout')
  const csrf = csrfIn((await visitor.get('/login/passkey')).text)
  assert.equal((await visitor.post('/login/passkey', { ...fields, csrf })).status, 401)
  const stranger = browser()
  const theirs = csrfIn((await stranger.get('/login/password')).text)
  const stolen = await stranger.post('/login/passkey', { ...fields, csrf: theirs })
  assert.equal(stolen.status, 401)
  assert.match(stolen.text, /This took too long/)
})

const forgeries: Readonly<Record<string, Partial<Ceremony>>> = {
  'made for a page of another origin': { origin: 'https://evil.example' },
  'made for another name': { rpId: 'evil.example' },
  'to another challenge': { challenge: Buffer.alloc(32).toString('base64url') },
  'of a device that did not make sure who uses it': { userVerified: false },
  'that names somebody else': { userHandle: handleOf('00000000-0000-4000-8000-000000000000') },
}

test('an answer is refused and audited when it is not wholly right', async (t) => {
  const { id, key } = await withPasskey('forged@acme.com')
  for (const [what, change] of Object.entries(forgeries)) {
    await t.test(what, async () => {
      const { visitor, result } = await enter(key, id, change)
      assert.equal(result.status, 401)
      assert.match(result.text, /does not open this portal/)
      assert.equal((await visitor.get('/')).status, 303)
    })
  }
  const { rows } = await portal.db.pool.query(
    `select 1 from core.audit where action = 'passkey.refused'`,
  )
  assert.ok(rows.length >= Object.keys(forgeries).length)
  assert.equal((await enter(key, id)).result.status, 303)
})

test('another key with a known id, an unknown key and nonsense are refused alike', async () => {
  const { id, key } = await withPasskey('stolen@acme.com')
  const other = makeAuthenticator()
  const visitor = browser()
  const { text } = await visitor.get('/login/passkey')
  const ceremony = { ...honest(challengeIn(text)), userHandle: handleOf(id) }
  const borrowed = other.get(ceremony).replaceAll(other.id, key.id)
  const refused = await visitor.post('/login/passkey', { csrf: csrfIn(text), answer: borrowed })
  assert.equal(refused.status, 401)
  for (const answer of [other.get(ceremony), '', '{}', 'null', '{"id":1}', '[]'.repeat(9)]) {
    const again = browser()
    const csrf = csrfIn((await again.get('/login/passkey')).text)
    const { status, text } = await again.post('/login/passkey', { csrf, answer })
    assert.equal(status, 401)
    assert.match(text, /does not open this portal/)
  }
})

test('a copy of a key is noticed: a counter that does not go on is refused', async () => {
  const { id, key } = await withPasskey('copy@acme.com')
  assert.equal((await enter(key, id, { counter: 7 })).result.status, 303)
  assert.equal((await enter(key, id, { counter: 7 })).result.status, 401)
  assert.equal((await enter(key, id, { counter: 3 })).result.status, 401)
  assert.equal((await enter(key, id, { counter: 0 })).result.status, 401)
  assert.equal((await enter(key, id, { counter: 8 })).result.status, 303)
})

test('a passkey is not added from another origin, without user verification, or for another’s challenge', async () => {
  await portal.addPerson('add@acme.com')
  const visitor = await signedIn('add@acme.com')
  for (const change of [
    { origin: 'https://evil.example' },
    { rpId: 'evil.example' },
    { userVerified: false },
    { challenge: Buffer.alloc(32).toString('base64url') },
  ]) {
    const refused = await add(visitor, makeAuthenticator(), change)
    assert.equal(refused.status, 400)
    assert.match(refused.text, /could not be verified/)
  }
  const { rows } = await portal.db.pool.query(
    `select 1 from auth_password.passkey k join core.person p on p.id = k.person_id
     where p.email = 'add@acme.com'`,
  )
  assert.equal(rows.length, 0)
})

test('a person has twenty passkeys at most, and is told to remove one first', async () => {
  const { id, visitor } = await withPasskey('many@acme.com')
  await portal.db.pool.query(
    `insert into auth_password.passkey (id, person_id, name, public_key, counter, transports)
     select 'many-' || n, $1, 'old', '', 0, '{}' from generate_series(2, 20) n`,
    [id],
  )
  const refused = await add(visitor, makeAuthenticator())
  assert.equal(refused.status, 400)
  assert.match(refused.text, /You have 20 passkeys\. Remove one first\./)
  await portal.db.pool.query(`delete from auth_password.passkey where id = 'many-2'`)
  assert.equal((await add(visitor, makeAuthenticator())).status, 303)
})

test('what one person began to add is not added for another who signs in in the same browser', async () => {
  await portal.addPerson('before@acme.com')
  await portal.addPerson('after@acme.com')
  const visitor = await signedIn('before@acme.com')
  const begun = (await visitor.get('/account/passkeys/new')).text
  await visitor.signIn('after@acme.com', testPassword)
  const csrf = csrfIn((await visitor.get('/account')).text)
  const answer = makeAuthenticator().create(honest(challengeIn(begun)))
  const refused = await visitor.post('/account/passkeys', { csrf, answer, name: 'x' })
  assert.match(refused.text, /This took too long/)
  const { rows } = await portal.db.pool.query(
    `select from auth_password.passkey k join core.person p on p.id = k.person_id
     where p.email in ('before@acme.com', 'after@acme.com')`,
  )
  assert.equal(rows.length, 0)
})

test('a name of a passkey is one line without signs that turn it around, in pages and mails', async () => {
  await portal.addPerson('names@acme.com')
  const visitor = await signedIn('names@acme.com')
  for (const [typed, name] of [
    ['My\r\nBcc: eve@evil.example', 'My Bcc: eve@evil.example'],
    ['a\u202egnihtemos', 'agnihtemos'],
    [' \0\t ', 'Passkey'],
    ['x'.repeat(200), 'x'.repeat(60)],
  ] as const) {
    assert.equal((await add(visitor, makeAuthenticator(), {}, typed)).status, 303, name)
    const { rows } = await portal.db.pool.query<{ subject: string }>(
      'select subject from core.mail order by id desc limit 1',
    )
    assert.equal(rows[0]?.subject, `The passkey “${name}” was added – Acme Analytics`)
  }
})

test('a key that somebody has already is nobody else’s', async () => {
  const { key } = await withPasskey('first@acme.com')
  await portal.addPerson('second@acme.com')
  const refused = await add(await signedIn('second@acme.com'), key)
  assert.equal(refused.status, 400)
  assert.match(refused.text, /known already/)
})

test('one’s own passkey is removed, which ends other sessions; another’s is not there', async () => {
  const { id, visitor, key } = await withPasskey('remove@acme.com')
  const path = `/account/passkeys/${key.id}/remove`
  const thief = await withPasskey('thief@acme.com')
  assert.equal((await thief.visitor.get(path)).status, 404)
  const csrf = csrfIn((await thief.visitor.get('/account')).text)
  assert.equal((await thief.visitor.post(path, { csrf })).status, 404)
  const there = (await enter(key, id)).visitor
  assert.equal((await there.get('/')).status, 200)
  assert.match((await visitor.get(path)).text, /Remove “Laptop”\?/)
  assert.equal((await visitor.submit(path, path)).status, 303)
  assert.equal((await there.get('/')).status, 303)
  assert.equal((await enter(key, id)).result.status, 401)
})

test('a stolen session that is old can neither add nor remove a passkey', async () => {
  const { id, visitor, key } = await withPasskey('old@acme.com')
  const begun = (await visitor.get('/account/passkeys/new')).text
  await portal.db.pool.query(
    `update core.session set created_at = now() - interval '1 hour' where person_id = $1`,
    [id],
  )
  const answer = makeAuthenticator().create(honest(challengeIn(begun)))
  const fields = { csrf: csrfIn(begun), answer, name: 'Theirs' }
  const refused = await visitor.post('/account/passkeys', fields)
  assert.equal(refused.status, 303)
  assert.match(refused.headers.get('location') ?? '', /^\/login\?again=yes&/)
  await visitor.post(`/account/passkeys/${key.id}/remove`, fields)
  const { rows } = await portal.db.pool.query<{ id: string }>(
    'select id from auth_password.passkey where person_id = $1',
    [id],
  )
  assert.deepEqual(rows, [{ id: key.id }])
})

test('a person who is locked out is let in by no passkey', async () => {
  const { id, key } = await withPasskey('locked@acme.com')
  await suspendPerson(portal.db, id)
  assert.equal((await enter(key, id)).result.status, 403)
})

test('a name of a passkey is shown as text, whatever it is', async () => {
  await portal.addPerson('name@acme.com')
  const visitor = await signedIn('name@acme.com')
  await add(visitor, makeAuthenticator(), {}, '<script>alert(1)</script>')
  const account = (await visitor.get('/account')).text
  assert.ok(account.includes('&lt;script&gt;alert(1)&lt;/script&gt;'))
  assert.ok(!account.includes('<script>alert'))
})

test('the script comes from the portal itself, as its policy asks, and pages need no inline one', async () => {
  const script = await browser().get('/auth/passkey.js')
  assert.match(script.headers.get('content-type') ?? '', /^text\/javascript/)
  const page = await browser().get('/login/passkey')
  assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self'(;|$)/)
  assert.match(page.text, /<script src="\/auth\/passkey\.js" defer><\/script>/)
  assert.doesNotMatch(page.text, /\son\w+=|<script>/)
})

test('where browsers offer no passkeys, nothing speaks of them', async () => {
  await using plain = await openTestPortal({ publicUrl: 'http://10.0.0.7:8080' })
  assert.doesNotMatch((await new FormBrowser(plain.url).get('/login')).text, /passkey/)
  assert.notEqual((await new FormBrowser(plain.url).get('/login/passkey')).status, 200)
  const possible = (url: string) => isPasskeyPossible(new URL(url))
  assert.ok(possible('https://data.acme.com') && possible('http://localhost:8080'))
  for (const url of ['http://data.acme.com', 'https://10.0.0.7', 'http://[::1]:8080'])
    assert.equal(possible(url), false, url)
})
