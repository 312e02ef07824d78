import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { grantTable } from './grants.ts'
import { addMember, ADMINISTRATORS, createGroup, EVERYONE, removeMember } from './groups.ts'
import { createPerson, suspendPerson, type Person } from './people.ts'
import { createToken, listTokens, principalOfToken, revokeToken } from './tokens.ts'

let database: TestDatabase
let db: Database
let ann: Person

before(async () => {
  database = await openTestDatabase()
  db = database.db
  ann = await createPerson(db, { email: 'ann@acme.com', name: 'Ann' })
})
after(() => database.close())

async function rowOf(id: string): Promise<string> {
  const { rows } = await db.pool.query<{ row: string }>(
    'select t::text as row from core.api_token t where id = $1',
    [id],
  )
  return rows[0]?.row ?? ''
}

test('a token tells who it is from and what they may see', async () => {
  await createGroup(db, { name: 'sales' })
  await grantTable(db, 'sales', 'sales/*')
  await grantTable(db, EVERYONE, 'public/calendar')
  await addMember(db, 'sales', ann.email)
  const { token } = await createToken(db, { personId: ann.id, name: 'laptop' })
  assert.match(token, /^ada_[\w-]{43}$/)
  assert.deepEqual(await principalOfToken(db, token), {
    personId: ann.id,
    email: 'ann@acme.com',
    name: 'Ann',
    username: 'ann',
    groups: ['sales'],
    admin: false,
    tables: ['public/calendar', 'sales/*'],
  })
})

test('it takes one query', async () => {
  const { token } = await createToken(db, { personId: ann.id, name: 'counted' })
  let queries = 0
  const count = () => (queries += 1)
  db.pool.on('acquire', count)
  await principalOfToken(db, token)
  db.pool.off('acquire', count)
  assert.equal(queries, 1)
})

test('a change of rights counts from the next request on', async () => {
  const { token } = await createToken(db, { personId: ann.id, name: 'rights' })
  await addMember(db, ADMINISTRATORS, ann.email)
  const admin = await principalOfToken(db, token)
  assert.deepEqual([admin?.admin, admin?.tables.includes('*')], [true, true])
  await addMember(db, ADMINISTRATORS, (await createPerson(db, { email: 'boss@acme.com' })).email)
  await removeMember(db, ADMINISTRATORS, ann.email)
  await removeMember(db, 'sales', ann.email)
  const plain = await principalOfToken(db, token)
  assert.deepEqual([plain?.admin, plain?.groups, plain?.tables], [false, [], ['public/calendar']])
})

test('secrets in clear text (of the original): the database holds only the hash of a token', async () => {
  const { id, token } = await createToken(db, { personId: ann.id, name: 'hashed' })
  const row = await rowOf(id)
  assert.ok(row.includes('hashed'))
  assert.ok(!row.includes(token) && !row.includes(token.slice('ada_'.length)))
  const asHex = Buffer.from(token).toString('hex')
  assert.ok(!row.includes(asHex))
})

test('what the database holds is not a token', async () => {
  const { id } = await createToken(db, { personId: ann.id, name: 'stolen' })
  const { rows } = await db.pool.query<{ hash: Buffer }>(
    'select hash from core.api_token where id = $1',
    [id],
  )
  for (const encoding of ['hex', 'base64url'] as const) {
    const stolen = rows[0]?.hash.toString(encoding) ?? ''
    assert.equal(await principalOfToken(db, stolen), undefined)
    assert.equal(await principalOfToken(db, `ada_${stolen}`), undefined)
  }
})

test('a token that nobody made, or that was changed, is nobody’s', async () => {
  const { token } = await createToken(db, { personId: ann.id, name: 'changed' })
  const last = token.endsWith('A') ? 'B' : 'A'
  for (const given of [
    '',
    'ada_',
    token.slice(4),
    token.slice(0, -1) + last,
    `${token}A`,
    ` ${token}`,
    token.toUpperCase(),
    "ada_' or true --",
    'ada_\0',
  ]) {
    assert.equal(await principalOfToken(db, given), undefined, given)
  }
})

test('revocation ends a token at once, once, and only for its owner', async () => {
  const bob = await createPerson(db, { email: 'bob@acme.com' })
  const { id, token } = await createToken(db, { personId: ann.id, name: 'revoked' })
  assert.equal(await revokeToken(db, { id, personId: bob.id }), false)
  assert.ok(await principalOfToken(db, token))
  assert.equal(await revokeToken(db, { id, personId: ann.id }), true)
  assert.equal(await principalOfToken(db, token), undefined)
  assert.equal(await revokeToken(db, { id, personId: ann.id }), false)
  assert.equal(await revokeToken(db, { id: 'no uuid', personId: ann.id }), false)
})

test('a token past its time is refused, and its use is not noted', async () => {
  const made = async (seconds: number) =>
    createToken(db, {
      personId: ann.id,
      name: `expires ${seconds}`,
      expiresAt: new Date(Date.now() + seconds * 1000),
    })
  const [past, future] = [await made(-1), await made(600)]
  assert.equal(await principalOfToken(db, past.token), undefined)
  assert.ok(await principalOfToken(db, future.token))
  const used = new Map((await listTokens(db, ann.id)).map((one) => [one.id, one.lastUsedAt]))
  assert.equal(used.get(past.id), null)
  assert.ok(used.get(future.id) instanceof Date)
})

test('the token of a person who is suspended is refused', async () => {
  const { id, email } = await createPerson(db, { email: 'gone@acme.com' })
  const { token } = await createToken(db, { personId: id, name: email })
  await suspendPerson(db, id)
  assert.equal(await principalOfToken(db, token), undefined)
})

test('use is noted at most once a minute', async () => {
  const { id, token } = await createToken(db, { personId: ann.id, name: 'used' })
  const lastUse = async () =>
    (await listTokens(db, ann.id)).find((one) => one.id === id)?.lastUsedAt?.getTime()
  const setBack = (seconds: number) =>
    db.pool.query(
      'update core.api_token set last_used_at = now() - make_interval(secs => $2) where id = $1',
      [id, seconds],
    )
  assert.equal(await lastUse(), undefined)
  await principalOfToken(db, token)
  assert.ok(await lastUse())
  await setBack(30)
  const recent = await lastUse()
  await principalOfToken(db, token)
  assert.equal(await lastUse(), recent)
  await setBack(90)
  const old = await lastUse()
  await principalOfToken(db, token)
  assert.notEqual(await lastUse(), old)
})

test('the list shows a person their own tokens, newest first, and no secrets', async () => {
  const { id: personId } = await createPerson(db, { email: 'lister@acme.com' })
  const first = await createToken(db, { personId, name: ' one ' })
  const second = await createToken(db, { personId, name: 'two' })
  const list = await listTokens(db, personId)
  assert.deepEqual(
    list.map(({ id, name }) => [id, name]),
    [
      [second.id, 'two'],
      [first.id, 'one'],
    ],
  )
  for (const one of list) {
    assert.deepEqual(Object.keys(one), [
      'id',
      'name',
      'scope',
      'createdAt',
      'expiresAt',
      'lastUsedAt',
    ])
  }
})

test('a token needs a name that tells it from others', async () => {
  for (const name of ['', '  ', 'x'.repeat(101)]) {
    await assert.rejects(createToken(db, { personId: ann.id, name }), {
      code: 'invalid_token_name',
    })
  }
})
