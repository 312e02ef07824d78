import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { createLink, peekLink, useLink, withdrawLinks, withdrawLinksOf } from './one-time-links.ts'
import { createPerson } from './people.ts'

let database: TestDatabase
let db: Database

before(async () => {
  database = await openTestDatabase()
  db = database.db
})
after(() => database.close())

const reset = { purpose: 'reset', seconds: 600 }

test('a link is good until it is used, and says whom it was made for', async () => {
  const { id } = await createPerson(db, { email: 'ann@acme.com' })
  const token = await createLink(db, { ...reset, personId: id })
  assert.deepEqual(await useLink(db, 'reset', token), { personId: id })
  assert.equal(await peekLink(db, 'reset', token), undefined)
  assert.equal(await useLink(db, 'reset', token), undefined)
})

test('a link that was made for nobody says so', async () => {
  assert.deepEqual(await useLink(db, 'reset', await createLink(db, reset)), { personId: null })
})

test('a mail scanner that opens a link (of the original) does not use it up', async () => {
  const token = await createLink(db, reset)
  for (let opened = 0; opened < 3; opened += 1) assert.ok(await peekLink(db, 'reset', token))
  assert.ok(await useLink(db, 'reset', token))
})

test('of twenty who use a link at the same moment, one succeeds', async () => {
  for (let round = 0; round < 5; round += 1) {
    const token = await createLink(db, reset)
    const uses = await Promise.all(Array.from({ length: 20 }, () => useLink(db, 'reset', token)))
    assert.equal(uses.filter((used) => used !== undefined).length, 1)
  }
})

test('a link serves one purpose', async () => {
  const token = await createLink(db, reset)
  assert.equal(await peekLink(db, 'first-administrator', token), undefined)
  assert.equal(await useLink(db, 'first-administrator', token), undefined)
  assert.ok(await useLink(db, 'reset', token))
})

test('a link past its time is no link, and goes when the next is made', async () => {
  const token = await createLink(db, { ...reset, seconds: -1 })
  assert.equal(await peekLink(db, 'reset', token), undefined)
  assert.equal(await useLink(db, 'reset', token), undefined)
  await createLink(db, reset)
  const { rows } = await db.pool.query('select from core.one_time_link where expires_at < now()')
  assert.equal(rows.length, 0)
})

test('setup and reset tokens in clear text (of the original): only their hash is stored', async () => {
  const token = await createLink(db, reset)
  const { rows } = await db.pool.query<{ row: string }>(
    'select l::text as row from core.one_time_link l',
  )
  const all = rows.map(({ row }) => row).join('\n')
  assert.ok(!all.includes(token) && !all.includes(Buffer.from(token).toString('hex')))
})

test('a link that was changed, or is no link at all, is refused without an error', async () => {
  const token = await createLink(db, reset)
  for (const given of [
    '',
    token.slice(1),
    `${token}x`,
    'ü'.repeat(43),
    '\0',
    'x'.repeat(100_000),
  ]) {
    assert.equal(await peekLink(db, 'reset', given), undefined)
    assert.equal(await useLink(db, 'reset', given), undefined)
  }
})

test('all links of a purpose can be withdrawn', async () => {
  const [one, two, other] = [
    await createLink(db, reset),
    await createLink(db, reset),
    await createLink(db, { purpose: 'other', seconds: 600 }),
  ]
  await withdrawLinks(db, 'reset')
  assert.deepEqual(
    [await peekLink(db, 'reset', one), await peekLink(db, 'reset', two)],
    [undefined, undefined],
  )
  assert.ok(await peekLink(db, 'other', other))
})

test('whose link it is can be asked without using it up, and only for its purpose', async () => {
  const { id } = await createPerson(db, { email: 'bob@acme.com' })
  const token = await createLink(db, { ...reset, personId: id })
  assert.deepEqual(await peekLink(db, 'reset', token), { personId: id })
  assert.equal(await peekLink(db, 'other', token), undefined)
  assert.deepEqual(await useLink(db, 'reset', token), { personId: id })
  assert.equal(await peekLink(db, 'reset', token), undefined)
})

test('the links of one person can be withdrawn without those of another', async () => {
  const [cyd, dan] = [
    await createPerson(db, { email: 'cyd@acme.com' }),
    await createPerson(db, { email: 'dan@acme.com' }),
  ]
  const hers = await createLink(db, { ...reset, personId: cyd.id })
  const his = await createLink(db, { ...reset, personId: dan.id })
  await withdrawLinksOf(db, 'reset', cyd.id)
  assert.equal(await peekLink(db, 'reset', hers), undefined)
  assert.ok(await peekLink(db, 'reset', his))
})
