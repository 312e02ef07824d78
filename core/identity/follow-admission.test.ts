import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { isAdmitted, type AdmissionRules } from './admission.ts'
import { listAudit } from './audit.ts'
import { followAdmission } from './follow-admission.ts'
import { createPerson, listPeople, suspendPerson } from './people.ts'
import { createSession, principalOfSession } from './sessions.ts'

let database: TestDatabase
let db: Database
before(async () => {
  database = await openTestDatabase()
  db = database.db
})
after(() => database.close())
beforeEach(() => db.pool.query('delete from core.person'))

const guest = (email: string) => createPerson(db, { email, invited: false })
const rules = (...allowed: readonly string[]): AdmissionRules => ({
  allowedEmails: allowed.filter((one) => one.includes('@')),
  allowedDomains: allowed.filter((one) => !one.includes('@')),
})
const barred = async () =>
  (await listPeople(db)).filter((person) => person.barred).map(({ email }) => email)
const lastEntries = async (count: number) =>
  (await listAudit(db, { limit: count })).map(({ action, subject }) => [action, subject])

test('who is not admitted any more is barred and signed out, and nobody else', async () => {
  const [ann, bob] = [await guest('ann@acme.com'), await guest('bob@left.com')]
  const [kept, ended] = await Promise.all(
    [ann, bob].map(({ id }) => createSession(db, { personId: id, provider: 'password' })),
  )
  assert.deepEqual(await followAdmission(db, rules('acme.com')), ['bob@left.com'])
  assert.deepEqual(await barred(), ['bob@left.com'])
  assert.equal((await principalOfSession(db, kept ?? ''))?.email, 'ann@acme.com')
  assert.equal(await principalOfSession(db, ended ?? ''), undefined)
  const { rows } = await db.pool.query('select person_id as id from core.session')
  assert.deepEqual(rows, [{ id: ann.id }])
  assert.deepEqual(await lastEntries(1), [['person.bar', 'bob@left.com']])
})

test('who was invited stays, whatever the rules say', async () => {
  await createPerson(db, { email: 'boss@elsewhere.com' })
  assert.deepEqual(await followAdmission(db, rules()), [])
  assert.deepEqual(await barred(), [])
})

test('who comes back is admitted again without the sessions of before', async () => {
  const { id } = await guest('bob@left.com')
  const token = await createSession(db, { personId: id, provider: 'password' })
  await followAdmission(db, rules())
  assert.deepEqual(await followAdmission(db, rules('bob@left.com')), [])
  assert.deepEqual(await barred(), [])
  assert.equal(await principalOfSession(db, token), undefined)
  assert.deepEqual(await lastEntries(2), [
    ['person.readmit', 'bob@left.com'],
    ['person.bar', 'bob@left.com'],
  ])
})

test('the same rules a second time change nothing and write down nothing', async () => {
  await guest('bob@left.com')
  await followAdmission(db, rules('acme.com'))
  const { rows: before } = await db.pool.query('select barred_at from core.person')
  const [last] = await listAudit(db, { limit: 1 })
  assert.deepEqual(await followAdmission(db, rules('acme.com')), [])
  assert.deepEqual((await db.pool.query('select barred_at from core.person')).rows, before)
  assert.equal((await listAudit(db, { limit: 1 }))[0]?.id, last?.id)
})

test('who was suspended by hand is not let in by the rules', async () => {
  const { id } = await guest('eve@acme.com')
  await suspendPerson(db, id)
  await followAdmission(db, rules())
  await followAdmission(db, rules('acme.com'))
  const [eve] = await listPeople(db)
  assert.deepEqual([eve?.barred, eve?.suspended], [false, true])
})

test('people who are in and people who come are judged alike, by every rule', async () => {
  const emails = [
    'ann@acme.com',
    'ann@sub.acme.com',
    'ann@acme.com.evil.com',
    'ann@notacme.com',
    'acme.com@evil.com',
    'ann+x@acme.com',
    "o'neil@acme.com",
    'ann_@acme.com',
    'ann-@acme.com',
  ]
  for (const email of emails) await guest(email)
  for (const allowed of [
    rules(),
    rules('acme.com'),
    rules('sub.acme.com'),
    rules('ann@sub.acme.com', 'evil.com'),
    rules('ann_@acme.com'),
    rules('com'),
    rules('%'),
    rules('acme.com', 'notacme.com', 'acme.com@evil.com'),
    rules("o'neil@acme.com"),
  ]) {
    await followAdmission(db, allowed)
    assert.deepEqual(
      (await barred()).toSorted(),
      emails.filter((email) => !isAdmitted(email, allowed)).toSorted(),
      JSON.stringify(allowed),
    )
  }
})
