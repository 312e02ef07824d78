import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { linkProfile, personOfProfile } from './link.ts'
import { createPerson, removePerson } from './people.ts'

let database: TestDatabase
let db: Database

before(async () => {
  database = await openTestDatabase()
  db = database.db
})
after(() => database.close())

const profile = { issuer: 'https://id.example', subject: '1' }

test('a person is known by provider, issuer and subject, all three', async () => {
  const ann = await createPerson(db, { email: 'ann@acme.com' })
  assert.equal(await linkProfile(db, 'corp', profile, ann.id), 'new')
  assert.equal((await personOfProfile(db, 'corp', profile))?.id, ann.id)
  for (const [provider, other] of [
    ['google', profile],
    ['corp', { ...profile, issuer: 'https://evil.example' }],
    ['corp', { ...profile, subject: '2' }],
  ] as const) {
    assert.equal(await personOfProfile(db, provider, other), undefined)
  }
})

test('an identity stays with the person who has it', async () => {
  const ann = await personOfProfile(db, 'corp', profile)
  const eve = await createPerson(db, { email: 'eve@acme.com' })
  assert.equal(await linkProfile(db, 'corp', profile, eve.id), 'other')
  assert.equal((await personOfProfile(db, 'corp', profile))?.id, ann?.id)
})

test('an issuer knows a person by one subject; others may know the person by theirs', async () => {
  const { id = '' } = (await personOfProfile(db, 'corp', profile)) ?? {}
  const other = { ...profile, subject: '2' }
  assert.equal(await linkProfile(db, 'corp', profile, id), 'known')
  assert.equal(await linkProfile(db, 'corp', other, id), 'other')
  assert.equal(await personOfProfile(db, 'corp', other), undefined)
  assert.equal(await linkProfile(db, 'google', other, id), 'new')
  const elsewhere = { issuer: 'https://other.example', subject: '2' }
  assert.equal(await linkProfile(db, 'corp', elsewhere, id), 'new')
})

test('of many accounts with one address that come at the same moment, one becomes the person', async () => {
  const { id } = await createPerson(db, { email: 'crowd@acme.com' })
  const subjects = Array.from({ length: 12 }, (_, index) => `crowd-${index % 4}`)
  const linked = await Promise.all(
    subjects.map((subject) => linkProfile(db, 'corp', { ...profile, subject }, id)),
  )
  const became = subjects[linked.indexOf('new')]
  for (const [index, subject] of subjects.entries())
    assert.equal(linked[index] === 'other', subject !== became, `${subject}: ${linked[index]}`)
  assert.equal(linked.filter((one) => one === 'new').length, 1)
})

test('an identity goes with its person', async () => {
  const ann = await personOfProfile(db, 'corp', profile)
  await removePerson(db, ann?.id ?? '')
  assert.equal(await personOfProfile(db, 'corp', profile), undefined)
})
