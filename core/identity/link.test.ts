import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { hasIdentity, linkProfile, personOfProfile } from './link.ts'
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
  await linkProfile(db, 'corp', profile, ann.id)
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
  await linkProfile(db, 'corp', profile, eve.id)
  assert.equal((await personOfProfile(db, 'corp', profile))?.id, ann?.id)
  assert.equal(await hasIdentity(db, 'corp', profile.issuer, eve.id), false)
})

test('whether a person is known at an issuer can be asked without the subject', async () => {
  const ann = await personOfProfile(db, 'corp', profile)
  assert.ok(ann)
  assert.equal(await hasIdentity(db, 'corp', profile.issuer, ann.id), true)
  assert.equal(await hasIdentity(db, 'google', profile.issuer, ann.id), false)
  assert.equal(await hasIdentity(db, 'corp', 'https://other.example', ann.id), false)
})

test('an identity goes with its person', async () => {
  const ann = await personOfProfile(db, 'corp', profile)
  await removePerson(db, ann?.id ?? '')
  assert.equal(await personOfProfile(db, 'corp', profile), undefined)
})
