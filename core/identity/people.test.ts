import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { addMember, ADMINISTRATORS, removeMember } from './groups.ts'
import { createLink, useLink } from './one-time-links.ts'
import {
  countAdministrators,
  createPerson,
  findOrCreatePerson,
  findPerson,
  findPersonByEmail,
  listPeople,
  removePerson,
  resumePerson,
  suspendPerson,
  type Person,
  updatePerson,
} from './people.ts'
import { createSession, principalOfSession } from './sessions.ts'
import { createToken, principalOfToken } from './tokens.ts'

let database: TestDatabase
let db: Database

before(async () => {
  database = await openTestDatabase()
  db = database.db
})
after(() => database.close())

const code = (expected: string) => (error: { code?: string }) => error.code === expected

async function person(email: string, { admin = false } = {}): Promise<Person> {
  const made = await createPerson(db, { email })
  if (admin) await addMember(db, ADMINISTRATORS, email)
  return made
}

/** Makes these people the only administrators. */
async function administrators(...emails: readonly string[]): Promise<readonly Person[]> {
  await db.pool.query(`delete from core.membership where group_name = 'administrators'`)
  return Promise.all(emails.map((email) => person(email, { admin: true })))
}

test('who is given no name that can be shown goes by their address, and keeps the name they had', async () => {
  for (const [index, name] of ['', ' ', '\0', '\u202e'].entries()) {
    const email = `nameless${index}@acme.com`
    assert.equal((await createPerson(db, { email, name })).name, email)
  }
  const { id } = await createPerson(db, { email: 'zoe@acme.com', name: 'Zoe\r\nLee' })
  // An issuer that has no name for somebody may say an empty one with each sign-in.
  for (const name of ['', '\0']) await updatePerson(db, id, { name })
  assert.equal((await findPerson(db, id))?.name, 'Zoe Lee')
  await updatePerson(db, id, { name: 'x'.repeat(5000) })
  assert.equal((await findPerson(db, id))?.name.length, 100)
})

test('a person is found by id and by address, however it is written', async () => {
  const ann = await createPerson(db, { email: ' Ann@ACME.com ', name: 'Ann Lee' })
  assert.deepEqual(ann, {
    id: ann.id,
    email: 'ann@acme.com',
    username: 'ann',
    name: 'Ann Lee',
    picture: null,
    suspended: false,
    barred: false,
    lastSignInAt: null,
    admin: false,
    groups: [],
  })
  assert.deepEqual(await findPerson(db, ann.id), ann)
  assert.deepEqual(await findPersonByEmail(db, 'ANN@acme.com'), ann)
  assert.equal(await findPersonByEmail(db, 'nobody@acme.com'), undefined)
})

test('ANN@ACME.COM after ann@acme.com is the same person', async () => {
  await assert.rejects(createPerson(db, { email: 'ANN@ACME.COM' }), code('person_exists'))
  assert.equal((await listPeople(db)).filter(({ email }) => email === 'ann@acme.com').length, 1)
})

test('the original gave two people the same username', async () => {
  const pairs = [
    ['john_doe_gmail_com@acme.com', 'john.doe@gmail.com'],
    ['a.b@c.example', 'a_b@c.example'],
    ['same@acme.com', 'same@other.example'],
    ['same2@acme.com', 'same@third.example'],
  ]
  const names: string[] = []
  for (const email of pairs.flat()) names.push((await person(email)).username)
  assert.equal(new Set(names).size, names.length, names.join(' '))
})

test('of many who come at once with one name, each gets a username of their own', async () => {
  const made = await Promise.all(
    Array.from({ length: 10 }, (_, index) => person(`crowd@d${index}.example`)),
  )
  assert.equal(new Set(made.map(({ username }) => username)).size, 10)
})

test('of many who make one person at once, one does', async () => {
  const tries = Array.from({ length: 10 }, () => person('once@acme.com'))
  const outcomes = await Promise.allSettled(tries)
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') assert.ok(code('person_exists')(outcome.reason as object))
  }
})

test('of many who need one person at once, all get the same; one who is there stays as they are', async () => {
  const email = 'needed@acme.com'
  const needed = () => findOrCreatePerson(db, { email, name: 'Ann', invited: false })
  const people = await Promise.all(Array.from({ length: 10 }, needed))
  assert.equal(new Set(people.map(({ id }) => id)).size, 1)
  const again = await findOrCreatePerson(db, { email: 'Needed@ACME.com', name: 'Somebody' })
  assert.deepEqual([again.id, again.name], [people[0]?.id, 'Ann'])
  await assert.rejects(findOrCreatePerson(db, { email: 'nobody' }), code('invalid_email'))
})

test('the database itself refuses an address in capitals', async () => {
  await assert.rejects(
    db.pool.query(`insert into core.person (email, username, name) values ('A@b.c', 'x', 'x')`),
    /person_email_check/,
  )
})

test('what a provider knows newer is kept, and what it does not know stays', async () => {
  const { id } = await person('newer@acme.com')
  await updatePerson(db, id, { name: 'Newer', picture: 'https://example.com/p.png' })
  await updatePerson(db, id, {})
  const found = await findPerson(db, id)
  assert.deepEqual([found?.name, found?.picture], ['Newer', 'https://example.com/p.png'])
})

async function holdings(personId: string) {
  const session = await createSession(db, { personId, provider: 'test' })
  const { token } = await createToken(db, { personId, name: 'laptop' })
  return {
    session: async () => (await principalOfSession(db, session)) !== undefined,
    token: async () => (await principalOfToken(db, token)) !== undefined,
  }
}

test('sessions that outlive a person (of the original): removal ends sessions, tokens and links at once', async () => {
  const { id } = await person('leaver@acme.com')
  const held = await holdings(id)
  const link = await createLink(db, { purpose: 'reset', personId: id, seconds: 60 })
  assert.deepEqual([await held.session(), await held.token()], [true, true])
  await removePerson(db, id)
  assert.deepEqual([await held.session(), await held.token()], [false, false])
  assert.equal(await useLink(db, 'reset', link), undefined)
  assert.equal(await findPersonByEmail(db, 'leaver@acme.com'), undefined)
})

test('who comes back with the address of a person who was removed has none of their groups', async () => {
  await administrators('keeper@acme.com')
  const { id } = await person('was-admin@acme.com', { admin: true })
  await removePerson(db, id)
  const again = await person('was-admin@acme.com')
  assert.deepEqual([again.admin, again.groups, again.id === id], [false, [], false])
})

test('a person who is suspended loses sessions for good, and tokens until they are let in again', async () => {
  const { id } = await person('away@acme.com')
  const held = await holdings(id)
  await suspendPerson(db, id)
  assert.equal((await findPerson(db, id))?.suspended, true)
  assert.deepEqual([await held.session(), await held.token()], [false, false])
  await resumePerson(db, id)
  assert.deepEqual([await held.session(), await held.token()], [false, true])
})

test('the last administrator cannot be removed, suspended or taken out, and the error says what to do', async () => {
  const [last] = await administrators('last@acme.com')
  assert.ok(last)
  const held = await holdings(last.id)
  const expected = {
    code: 'last_administrator',
    status: 409,
    remedy: /somebody else an administrator/,
  }
  await assert.rejects(removePerson(db, last.id), expected)
  await assert.rejects(suspendPerson(db, last.id), expected)
  await assert.rejects(removeMember(db, ADMINISTRATORS, last.email), expected)
  assert.equal((await findPerson(db, last.id))?.admin, true)
  assert.deepEqual([await held.session(), await held.token()], [true, true])
})

test('who is suspended, or was never here, does not count as the one who stays', async () => {
  const [active, asleep] = await administrators('active@acme.com', 'asleep@acme.com')
  assert.ok(active && asleep)
  await suspendPerson(db, asleep.id)
  await addMember(db, ADMINISTRATORS, 'invited@acme.com')
  assert.equal(await countAdministrators(db), 1)
  await assert.rejects(removePerson(db, active.id), code('last_administrator'))
})

test('who the rules do not admit any more does not count as the one who stays', async () => {
  const [active, barred] = await administrators('inside@acme.com', 'barred@else.example')
  assert.ok(active && barred)
  await db.pool.query('update core.person set barred_at = now() where id = $1', [barred.id])
  assert.equal(await countAdministrators(db), 1)
  await assert.rejects(suspendPerson(db, active.id), code('last_administrator'))
  await assert.rejects(removePerson(db, active.id), code('last_administrator'))
})

test('of administrators who remove one another at the same moment, one stays', async () => {
  for (let round = 0; round < 5; round += 1) {
    const people = await administrators(
      ...Array.from({ length: 4 }, (_, index) => `a${index}@round${round}.example`),
    )
    const ways = [
      (one: Person) => suspendPerson(db, one.id),
      (one: Person) => removePerson(db, one.id),
      (one: Person) => removeMember(db, ADMINISTRATORS, one.email),
      (one: Person) => suspendPerson(db, one.id),
    ]
    const outcomes = await Promise.allSettled(people.map((one, index) => ways[index]?.(one)))
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.equal(refused.length, 1)
    assert.ok(code('last_administrator')(refused[0]?.reason as object))
    assert.equal(await countAdministrators(db), 1)
  }
})
