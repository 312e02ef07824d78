import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { audit, listAudit } from './audit.ts'

let database: TestDatabase
let db: Database

before(async () => {
  database = await openTestDatabase()
  db = database.db
})
after(() => database.close())

const entry = { actor: 'ann@acme.com', action: 'token.create', subject: 'bob@acme.com' }

test('what was done is listed, the newest first, no more than asked for', async () => {
  await audit(db, entry)
  await audit(db, { ...entry, detail: { name: 'lap\u0007top\n', days: 3 }, address: '192.0.2.7' })
  await audit(db, { ...entry, action: 'token.revoke' })
  const [newest, second, ...more] = await listAudit(db, { limit: 2 })
  assert.deepEqual(more, [])
  assert.equal(newest?.action, 'token.revoke')
  assert.ok(second && second.at instanceof Date)
  const { id: _id, at: _at, ...rest } = second
  assert.deepEqual(rest, {
    ...entry,
    detail: { name: 'lap\u0007top\n', days: 3 },
    address: '192.0.2.7',
  })
})

test('nobody escapes the log by a character that a database cannot keep', async () => {
  const cut = `${'x'.repeat(299)}😀`.slice(0, 300)
  for (const typed of ['eve\0@acme.com', cut, '\ud800', '\udc00 and \0']) {
    await audit(db, { actor: typed, action: 'refused', subject: typed, detail: { reason: typed } })
    const [written] = await listAudit(db, { action: 'refused', limit: 1 })
    const kept = typed.replaceAll('\0', '\ufffd').toWellFormed()
    assert.deepEqual(
      [written?.actor, written?.subject, written?.detail],
      [kept, kept, { reason: kept }],
    )
  }
})

test('no audit trail (of the original): what was written can be neither changed nor removed', async () => {
  const before = await listAudit(db, { limit: 100 })
  for (const sql of [
    `update core.audit set actor = 'nobody'`,
    'delete from core.audit',
    'delete from core.audit where false',
    'truncate core.audit',
  ]) {
    await assert.rejects(db.pool.query(sql), /core\.audit is append-only/)
  }
  assert.ok(before.length > 0)
  assert.deepEqual(await listAudit(db, { limit: 100 }), before)
})
