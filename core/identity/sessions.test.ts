import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { createPerson, type Person } from './people.ts'
import {
  createSession,
  endSession,
  endSessionsOf,
  listSessions,
  principalOfSession,
  SESSION_DAYS,
} from './sessions.ts'
import { createToken, principalOfToken } from './tokens.ts'

let database: TestDatabase
let db: Database
let ann: Person

before(async () => {
  database = await openTestDatabase()
  db = database.db
  ann = await createPerson(db, { email: 'ann@acme.com' })
})
after(() => database.close())

const begin = (personId = ann.id) => createSession(db, { personId, provider: 'test' })

async function idOf(token: string): Promise<string> {
  return (await principalOfSession(db, token))?.sessionId ?? assert.fail('the session has ended')
}

/** Makes a session as if it had begun and been used so many days ago. */
async function age(id: string, days: { begun: number; used: number }): Promise<void> {
  await db.pool.query(
    `update core.session set created_at = now() - make_interval(days => $2),
       expires_at = now() - make_interval(days => $2) + make_interval(days => $4),
       last_seen_at = now() - make_interval(days => $3) where id = $1`,
    [id, days.begun, days.used, SESSION_DAYS.absolute],
  )
}

test('a session tells who it is of', async () => {
  const principal = await principalOfSession(db, await begin())
  assert.deepEqual(
    [principal?.personId, principal?.email, principal?.admin, principal?.tables],
    [ann.id, 'ann@acme.com', false, []],
  )
})

test('a session cookie that says all itself (of the original): it is 256 random bits, and the database holds their hash', async () => {
  const token = await begin()
  assert.match(token, /^[\w-]{43}$/)
  const { rows } = await db.pool.query<{ row: string; hash: Buffer }>(
    'select s::text as row, hash from core.session s where id = $1',
    [await idOf(token)],
  )
  assert.ok(rows[0])
  const { row, hash } = rows[0]
  for (const form of [
    token,
    Buffer.from(token).toString('hex'),
    Buffer.from(token, 'base64url').toString('hex'),
  ]) {
    assert.ok(!row.includes(form))
  }
  for (const stolen of [hash.toString('hex'), hash.toString('base64url')]) {
    assert.equal(await principalOfSession(db, stolen), undefined)
  }
})

test('a session is no token and a token no session', async () => {
  const session = await begin()
  const { token } = await createToken(db, { personId: ann.id, name: 'laptop' })
  assert.equal(await principalOfToken(db, session), undefined)
  assert.equal(await principalOfToken(db, `ada_${session}`), undefined)
  assert.equal(await principalOfSession(db, token), undefined)
})

test('a session that never ends (of the original): it ends 7 days after its last use, and 30 days after its begin', async () => {
  const alive = [
    { begun: 29, used: 6 },
    { begun: 6, used: 6 },
    { begun: 29, used: 0 },
  ]
  const dead = [
    { begun: 7, used: 7 },
    { begun: 30, used: 0 },
    { begun: 30, used: 6 },
  ]
  const aged = async (days: { begun: number; used: number }) => {
    const token = await begin()
    await age(await idOf(token), days)
    return token
  }
  for (const days of alive) assert.ok(await principalOfSession(db, await aged(days)))
  for (const days of dead) assert.equal(await principalOfSession(db, await aged(days)), undefined)
})

test('use keeps a session alive, and is noted at most once a minute', async () => {
  const token = await begin()
  const id = await idOf(token)
  const seen = async () => (await listSessions(db, ann.id)).find((one) => one.id === id)?.lastSeenAt
  await age(id, { begun: 6, used: 6 })
  await principalOfSession(db, token)
  const noted = await seen()
  assert.ok(noted && Date.now() - noted.getTime() < 60_000)
  await principalOfSession(db, token)
  assert.deepEqual(await seen(), noted)
})

test('sessions that ended are removed when the next one begins, and are never listed', async () => {
  const { id: personId } = await createPerson(db, { email: 'cleaner@acme.com' })
  const old = await idOf(await begin(personId))
  await age(old, { begun: 8, used: 8 })
  assert.deepEqual(await listSessions(db, personId), [])
  const living = await idOf(await begin(personId))
  const { rows } = await db.pool.query('select id from core.session where person_id = $1', [
    personId,
  ])
  assert.deepEqual(rows, [{ id: living }])
})

test('a person sees where they are signed in, the place used last first', async () => {
  const { id: personId } = await createPerson(db, { email: 'viewer@acme.com' })
  const userAgent = 'x'.repeat(1_000_000)
  const first = await idOf(
    await createSession(db, { personId, provider: 'google', userAgent, address: '192.0.2.7' }),
  )
  const second = await idOf(await begin(personId))
  await age(first, { begun: 2, used: 1 })
  const list = await listSessions(db, personId)
  assert.deepEqual(
    list.map(({ id }) => id),
    [second, first],
  )
  assert.deepEqual(
    [list[1]?.provider, list[1]?.address, list[1]?.userAgent?.length],
    ['google', '192.0.2.7', 300],
  )
})

test('logout that leaves a copied cookie good (of the original): the session ends for every copy', async () => {
  const token = await begin()
  assert.equal(await endSession(db, { id: await idOf(token), personId: ann.id }), true)
  assert.equal(await principalOfSession(db, token), undefined)
})

test('nobody ends the session of another', async () => {
  const token = await begin()
  const eve = await createPerson(db, { email: 'eve@acme.com' })
  for (const id of [await idOf(token), 'no uuid'])
    assert.equal(await endSession(db, { id, personId: eve.id }), false)
  await endSessionsOf(db, eve.id)
  assert.ok(await principalOfSession(db, token))
})

test('all sessions of a person end, but the one that is to stay', async () => {
  const [kept, other, third] = [await begin(), await begin(), await begin()]
  await endSessionsOf(db, ann.id, await idOf(kept))
  assert.ok(await principalOfSession(db, kept))
  assert.equal(await principalOfSession(db, other), undefined)
  assert.equal(await principalOfSession(db, third), undefined)
  await endSessionsOf(db, ann.id)
  assert.equal(await principalOfSession(db, kept), undefined)
})
