import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import jwt from 'jsonwebtoken'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Secrets } from '../secrets.ts'
import { principalOfBearer } from './bearer.ts'
import { deviceTokenSecret, principalOfDeviceToken, signDeviceToken } from './device-tokens.ts'
import { linkDevice, listDevices, unlinkDevice } from './devices.ts'
import { grantTable } from './grants.ts'
import { addMember, createGroup } from './groups.ts'
import { createPerson, suspendPerson, type Person } from './people.ts'
import { createToken } from './tokens.ts'

const secret = 's'.repeat(43)
const secretsWith = (text: string): Secrets => ({
  text: () => text,
  signingKey: () => assert.fail('no key is asked for'),
})
const secrets = secretsWith(secret)
const about = { kind: 'app', name: 'App', address: '127.0.0.1', seconds: 600 } as const

let database: TestDatabase
let ann: Person
let deviceId: string

before(async () => {
  database = await openTestDatabase()
  const { db } = database
  ann = await createPerson(db, { email: 'ann@acme.com', name: 'Ann' })
  await createGroup(db, { name: 'sales' })
  await grantTable(db, 'sales', 'sales/*')
  await addMember(db, 'sales', ann.email)
  deviceId = await linkDevice(db.pool, { personId: ann.id, ...about })
})
after(() => database.close())

const sign = (over: { deviceId?: string; username?: string; seconds?: number } = {}): string =>
  signDeviceToken(secrets, { deviceId, username: ann.username, seconds: 600, ...over })

const principalOf = (token: string, graceSeconds?: number) =>
  principalOfDeviceToken({ db: database.db, secrets }, token, graceSeconds)

test('a token of a device tells who it acts for, with the rights of now', async () => {
  assert.deepEqual(await principalOf(sign()), {
    deviceId,
    kind: 'app',
    personId: ann.id,
    email: 'ann@acme.com',
    name: 'Ann',
    username: 'ann',
    groups: ['sales'],
    admin: false,
    tables: ['sales/*'],
  })
  await grantTable(database.db, 'sales', 'public/*')
  assert.deepEqual((await principalOf(sign()))?.tables, ['public/*', 'sales/*'])
})

test('services check tokens of devices and API tokens by one call', async () => {
  const deps = { db: database.db, secrets }
  const { token } = await createToken(database.db, { personId: ann.id, name: 'laptop' })
  for (const good of [token, sign()]) {
    assert.equal((await principalOfBearer(deps, good))?.email, 'ann@acme.com')
  }
  for (const bad of ['', 'x', `${token}x`, `${sign()}x`]) {
    assert.equal(await principalOfBearer(deps, bad), undefined)
  }
})

test('no id, audience or revocation (of the original): each token differs, and the row is the right', async () => {
  const { db } = database
  const other = await linkDevice(db.pool, { personId: ann.id, ...about })
  const tokens = [sign({ deviceId: other }), sign({ deviceId: other })]
  assert.notEqual(tokens[0], tokens[1])
  await unlinkDevice(db, { id: other, personId: ann.id })
  for (const token of tokens) assert.equal(await principalOf(token), undefined)
  assert.ok(await principalOf(sign()), 'other devices stay')
})

test('a forged sub (of the original) opens nothing, with a device of somebody else either', async () => {
  const bob = await createPerson(database.db, { email: 'bob@acme.com' })
  assert.equal(await principalOf(sign({ username: bob.username })), undefined)
  assert.equal(await principalOf(sign({ username: 'nobody' })), undefined)
  assert.equal(await principalOf(sign({ deviceId: randomUUID() })), undefined)
})

test('grace is for tokens that expired, not for devices that are over', async () => {
  const late = sign({ seconds: -60 })
  assert.equal(await principalOf(late), undefined)
  assert.equal(await principalOf(late, 59), undefined)
  assert.ok(await principalOf(late, 90))
  const old = await linkDevice(database.db.pool, { personId: ann.id, ...about, seconds: -1 })
  assert.equal(await principalOf(sign({ deviceId: old }), 90), undefined)
})

test('who is locked out is nobody, on any device', async () => {
  const gone = await createPerson(database.db, { email: 'gone@acme.com' })
  const id = await linkDevice(database.db.pool, { personId: gone.id, ...about })
  const token = sign({ deviceId: id, username: gone.username })
  assert.ok(await principalOf(token))
  await suspendPerson(database.db, gone.id)
  assert.equal(await principalOf(token), undefined)
})

test('tokens that the library alone would take, and forged ones, are refused', async () => {
  const claims = { sub: ann.username, sid: deviceId, jti: randomUUID() }
  const parties = { iss: 'data-analyst', aud: 'data-analyst' }
  const now = Math.floor(Date.now() / 1000)
  const good = { ...claims, ...parties, iat: now, exp: now + 600 }
  assert.ok(await principalOf(jwt.sign(good, secret)), 'the one that the others differ from')
  const { exp: _, ...endless } = good
  const hostile = [
    jwt.sign(endless, secret),
    jwt.sign({ ...good, iat: now + 3600 }, secret),
    jwt.sign({ ...good, aud: 'another' }, secret),
    jwt.sign({ ...good, aud: ['data-analyst', 'another'] }, secret),
    jwt.sign({ ...good, iss: 'another' }, secret),
    jwt.sign({ ...good, sid: undefined }, secret),
    jwt.sign({ ...good, sid: 'no uuid' }, secret),
    jwt.sign({ ...good, sub: '' }, secret),
    jwt.sign(good, 'o'.repeat(43)),
    jwt.sign(good, secret, { algorithm: 'HS512' }),
    jwt.sign(good, '', { algorithm: 'none' }),
    jwt.sign(good, secret, { header: { alg: 'HS256', crit: ['b64'] } as jwt.JwtHeader }),
    'x'.repeat(9000),
  ]
  for (const [index, token] of hostile.entries()) {
    assert.equal(await principalOf(token, 86_400), undefined, `token ${index}`)
  }
})

test('use is noted at most once a minute', async () => {
  const { db } = database
  const setTo = (ago: string) =>
    db.pool.query(
      `update core.linked_device set last_used_at = now() - $2::interval where id = $1`,
      [deviceId, ago],
    )
  const lastUse = async () =>
    (await listDevices(db, ann.id)).find(({ id }) => id === deviceId)?.lastUsedAt?.getTime() ?? 0
  await setTo('30 seconds')
  const recent = await lastUse()
  await principalOf(sign())
  assert.equal(await lastUse(), recent)
  await setTo('2 minutes')
  await principalOf(sign())
  assert.ok((await lastUse()) > recent)
})

test('empty JWT secret (of the original): a key below 32 characters is refused with what to do', () => {
  for (const weak of ['', 'secret', 's'.repeat(31)]) {
    assert.throws(() => deviceTokenSecret(secretsWith(weak)), /openssl rand -hex 32/)
  }
  assert.equal(deviceTokenSecret(secrets), secret)
})
