import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hash } from '@node-rs/argon2'
import { findPersonByEmail, suspendPerson } from '#core/identity/people.ts'
import { FormBrowser } from '../../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../../tests/peers/portal.ts'
import { openCredentials } from '../credentials.ts'
import { needsRenewal } from '../password-hash.ts'
import { importPasswordUsers } from './import-password-users.ts'
import { passwordUsers } from './password-users.ts'

let portal: TestPortal
const rules = { allowedDomains: ['acme.com'], allowedEmails: ['partner@else.org'] }

before(async () => {
  portal = await openTestPortal()
})
after(() => portal[Symbol.asyncDispose]())

/** As argon2-cffi, which the original uses, hashes by default. */
const originalHash = (password: string) =>
  hash(password, { memoryCost: 65_536, timeCost: 3, parallelism: 4 })

const importAll = (file: object) =>
  importPasswordUsers(portal.db, rules, passwordUsers(JSON.stringify(file)))

const enter = (email: string, password: string) =>
  new FormBrowser(portal.url).signIn(email, password)

test('a person of the original signs in with the password that they had, and its blank at the end', async () => {
  const outcomes = await importAll({
    'partner@else.org': {
      password_hash: await originalHash('Partner Secret 9 '),
      name: 'A Partner',
      created_at: '2025-01-02T03:04:05+00:00',
      last_login: '2026-01-02T03:04:05+00:00',
      setup_token: null,
      reset_token: 'a-reset-token-in-clear',
      reset_token_expiry: 1_900_000_000.5,
    },
  })
  assert.deepEqual(outcomes, [{ email: 'partner@else.org', outcome: 'password taken over' }])
  assert.equal((await findPersonByEmail(portal.db, 'partner@else.org'))?.name, 'A Partner')
  assert.equal((await enter('partner@else.org', 'Partner Secret 9 ')).status, 303)
  assert.equal((await enter('partner@else.org', 'Partner Secret 9')).status, 401)
  const { rows } = await portal.db.pool.query<{ detail: object; all: string }>(
    `select detail, a::text as all from core.audit a where action = 'person.import'`,
  )
  assert.deepEqual(rows[0]?.detail, {
    password: true,
    createdAt: '2025-01-02T03:04:05+00:00',
    lastLogin: '2026-01-02T03:04:05+00:00',
  })
  assert.ok(!rows[0]?.all.includes('a-reset-token-in-clear') && !rows[0]?.all.includes('argon2'))
})

test('a password of signs that we write otherwise enters as it was typed then, and is stored anew', async () => {
  await importAll({ 'signs@acme.com': { password_hash: await originalHash('Zwölf ²³½ Zeichen') } })
  const person = await findPersonByEmail(portal.db, 'signs@acme.com')
  const credentials = openCredentials(portal.db)
  const before = await credentials.hashOf(person?.id ?? '')
  assert.equal((await enter('signs@acme.com', 'Zwölf ²³½ Zeichen')).status, 303)
  const stored = await credentials.hashOf(person?.id ?? '')
  assert.notEqual(stored, before)
  assert.equal((await enter('signs@acme.com', 'Zwölf ²³½ Zeichen')).status, 303)
  assert.equal(await credentials.hashOf(person?.id ?? ''), stored)
})

test('a cheaper hash of an older version is made again at the first login', async () => {
  const cheap = await hash('Older Secret 7', { memoryCost: 8192, timeCost: 2, parallelism: 8 })
  await importAll({ 'older@acme.com': { password_hash: cheap } })
  assert.equal((await enter('older@acme.com', 'Older Secret 7')).status, 303)
  const person = await findPersonByEmail(portal.db, 'older@acme.com')
  assert.equal(
    needsRenewal((await openCredentials(portal.db).hashOf(person?.id ?? '')) ?? ''),
    false,
  )
})

test('importing again changes nothing, and a password that was chosen here is kept', async () => {
  const { id } = await portal.addPerson('here@acme.com')
  const file = {
    'here@acme.com': { password_hash: await originalHash('Their Old Secret 1') },
    'twice@acme.com': { password_hash: await originalHash('Twice Secret 1') },
  }
  const first = await importAll(file)
  assert.deepEqual(
    first.map(({ outcome }) => outcome),
    ['kept', 'password taken over'],
  )
  const credentials = openCredentials(portal.db)
  const before = await credentials.hashOf(id)
  const again = await importAll(file)
  assert.deepEqual(
    again.map(({ outcome }) => outcome),
    ['kept', 'kept'],
  )
  assert.equal(await credentials.hashOf(id), before)
  assert.equal((await enter('here@acme.com', testPassword)).status, 303)
  const { rows } = await portal.db.pool.query(
    `select 1 from core.audit where action = 'person.import' and subject = 'twice@acme.com'`,
  )
  assert.equal(rows.length, 1)
})

test('who is not let in, has another kind of hash or no address is left out, with the reason', async () => {
  const outcomes = await importAll({
    'stranger@evil.example': { password_hash: await originalHash('Stranger Secret 1') },
    'bcrypt@acme.com': { password_hash: '$2b$12$abcdefghijklmnopqrstuv' },
    'werkzeug@acme.com': { password_hash: 'scrypt:32768:8:1$salt$00ff' },
    'eve@evil.com@acme.com': { password_hash: await originalHash('Eve Secret 1') },
    'number@acme.com': { password_hash: 17 },
    'text@acme.com': 'text',
  })
  assert.ok(outcomes.every(({ outcome }) => outcome === 'left out'))
  const reasons = outcomes.map(({ detail }) => detail ?? '')
  for (const [index, pattern] of [
    /not invited/,
    /not Argon2/,
    /not Argon2/,
    /not an e-mail address/,
    /password_hash/,
    /expected object/,
  ].entries()) {
    assert.match(reasons[index] ?? '', pattern)
  }
  for (const { email } of outcomes.filter((each) => !each.email.includes('@evil'))) {
    assert.equal(await findPersonByEmail(portal.db, email), undefined)
  }
})

test('who never set a password is taken over without one; a locked person stays locked', async () => {
  const { id } = await portal.addPerson('locked@acme.com')
  await suspendPerson(portal.db, id)
  const outcomes = await importAll({
    'Never@Acme.com': { password_hash: null, name: 'Never Came', setup_token: 'in-clear' },
    'locked@acme.com': { password_hash: await originalHash('Locked Secret 1') },
  })
  assert.deepEqual(
    outcomes.map(({ email, outcome }) => [email, outcome]),
    [
      ['never@acme.com', 'person taken over'],
      ['locked@acme.com', 'kept'],
    ],
  )
  assert.equal((await findPersonByEmail(portal.db, 'locked@acme.com'))?.suspended, true)
})

for (const [what, text] of Object.entries({
  'a list': '[]',
  'no JSON': '{"a@b.c": {',
  'a text': '"x"',
})) {
  test(`a corrupt file (which the original took for an empty one) is refused: ${what}`, () => {
    assert.throws(() => passwordUsers(text), /not JSON|not an object/)
  })
}
