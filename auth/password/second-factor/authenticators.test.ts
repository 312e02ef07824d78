import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Secret, TOTP, URI } from 'otpauth'
import { createPerson } from '#core/identity/people.ts'
import { openTestDatabase, type TestDatabase } from '../../../tests/peers/postgres.ts'
import { authenticatorUri, openAuthenticators, type Authenticators } from './authenticators.ts'

let database: TestDatabase
let apps: Authenticators
let complaints: unknown[] = []
let people = 0

before(async () => {
  const dir = join(import.meta.dirname, '../migrations')
  database = await openTestDatabase([{ owner: 'auth-password', dir }])
  apps = withKey('k'.repeat(43))
})
after(() => database.close())

function withKey(key: string): Authenticators {
  const secrets = {
    text: () => key,
    signingKey: (): never => assert.fail('a code signs nothing'),
  }
  const log = { error: (about: unknown) => void complaints.push(about) }
  return openAuthenticators(database.db, secrets, log)
}

async function person(): Promise<string> {
  people += 1
  return (await createPerson(database.db, { email: `p${people}@acme.com` })).id
}

/** What an app shows so many half minutes from now. */
const codeOf = (secret: string, steps = 0): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + steps * 30_000 })

const offered = async (id: string): Promise<string> =>
  (await apps.offer(id)) ?? assert.fail('nothing is offered')

const asIfLater = (id: string) =>
  database.db.pool.query(
    'update auth_password.authenticator set last_step = 0 where person_id = $1',
    [id],
  )

async function switchedOn(): Promise<{ id: string; secret: string }> {
  const id = await person()
  const secret = await offered(id)
  assert.equal(await apps.confirm(id, codeOf(secret)), true)
  await asIfLater(id)
  return { id, secret }
}

test('the key that waits is the same until it is confirmed, also for two who ask at once; then none is shown', async () => {
  const id = await person()
  const offers = await Promise.all(Array.from({ length: 6 }, () => offered(id)))
  assert.equal(new Set(offers).size, 1)
  assert.match(offers[0] ?? '', /^[A-Z2-7]{32}$/)
  assert.equal(await apps.isOn(id), false)
  assert.equal(await apps.confirm(id, codeOf(offers[0] ?? '')), true)
  assert.equal(await apps.isOn(id), true)
  assert.equal(await apps.offer(id), undefined)
})

test('a key that nobody confirmed opens nothing, and one that is on is not confirmed again', async () => {
  const id = await person()
  assert.equal(await apps.check(id, codeOf(await offered(id))), false)
  const on = await switchedOn()
  assert.equal(await apps.confirm(on.id, codeOf(on.secret)), false)
  assert.equal(await apps.check(on.id, codeOf(on.secret)), true)
})

test('a clock may be off by half a minute, and not by more', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2028, 1, 29, 23, 59, 59, 999) })
  for (const [steps, good] of [
    [-1, true],
    [0, true],
    [1, true],
    [-2, false],
    [2, false],
  ] as const) {
    const { id, secret } = await switchedOn()
    assert.equal(await apps.check(id, codeOf(secret, steps)), good, String(steps))
  }
})

test('blanks in a code do not count; all else that is not six digits is no code', async () => {
  const { id, secret } = await switchedOn()
  const code = codeOf(secret)
  for (const wrong of [
    '',
    code.slice(1),
    `${code}0`,
    `0${code}`,
    `+${code}`,
    `${code.slice(0, 5)}x`,
    [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(''),
    '\0'.repeat(6),
    '1e5',
    ' '.repeat(100_000),
  ])
    assert.equal(await apps.check(id, wrong), false, wrong.slice(0, 20))
  assert.equal(await apps.check(id, ` ${code.slice(0, 3)}\t${code.slice(3)} `), true)
})

test('of ten who show one code at the same moment, one is let in', async () => {
  const { id, secret } = await switchedOn()
  const code = codeOf(secret)
  const tries = await Promise.all(Array.from({ length: 10 }, () => apps.check(id, code)))
  assert.equal(tries.filter(Boolean).length, 1)
})

test('a row that was copied from another person is no key of theirs, and the log says whose cannot be read', async () => {
  const [ann, eve] = [await switchedOn(), await switchedOn()]
  await database.db.pool.query(
    `update auth_password.authenticator a set secret = b.secret
     from auth_password.authenticator b where a.person_id = $1 and b.person_id = $2`,
    [ann.id, eve.id],
  )
  complaints = []
  assert.equal(await apps.check(ann.id, codeOf(eve.secret)), false)
  const [complaint] = complaints as { personId: string }[]
  assert.equal(complaint?.personId, ann.id)
  assert.ok(!JSON.stringify(complaints).includes(eve.secret))
  assert.equal(await apps.isOn(ann.id), true, 'the second step is still asked for')
})

test('with another secret of the instance no code is right, and the second step stays on', async () => {
  const { id, secret } = await switchedOn()
  const restored = withKey('z'.repeat(43))
  assert.equal(await restored.check(id, codeOf(secret)), false)
  assert.equal(await restored.isOn(id), true)
  assert.equal(await restored.offer(id), undefined)
  assert.equal(await apps.check(id, codeOf(secret)), true)
})

test('removing switches it off, and the next key is a new one', async () => {
  const { id, secret } = await switchedOn()
  await apps.remove(id)
  assert.equal(await apps.isOn(id), false)
  assert.equal(await apps.check(id, codeOf(secret)), false)
  assert.notEqual(await offered(id), secret)
})

test('apps read from the picture whose key it is and where, whatever both are called', () => {
  for (const [account, name, issuer] of [
    ['ann@acme.com', 'Acme Analytics', 'Acme Analytics'],
    ["o'neil+x&y=z#1?@acme.com", 'Zoë & Co: 100%?#/', 'Zoë & Co 100%?#/'],
  ] as const) {
    const uri = authenticatorUri('JBSWY3DPEHPK3PXP', account, name)
    const read = URI.parse(uri)
    assert.ok(read instanceof TOTP)
    assert.deepEqual(
      [read.issuer, read.label, read.secret.base32, read.digits, read.period, read.algorithm],
      [issuer, account, 'JBSWY3DPEHPK3PXP', 6, 30, 'SHA1'],
    )
  }
})
