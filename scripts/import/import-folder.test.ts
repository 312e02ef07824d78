import assert from 'node:assert/strict'
import { readdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { hash } from '@node-rs/argon2'
import type { Database } from '#core/database/connect.ts'
import { createPerson, findPersonByEmail } from '#core/identity/people.ts'
import { linesOf, openTestImport } from '../../tests/peers/import.ts'

const password_hash = await hash('Partner Secret 9', { memoryCost: 8192, timeCost: 2 })
const item = {
  title: 'Revenue',
  content: 'Revenue is net of refunds since the ledger changed.',
  category: 'business_logic',
  source_users: ['ann'],
}
const line = `${JSON.stringify({ type: 'user', sessionId: 's', message: { content: 'Hello' } })}\n`

const original = {
  'auth/password_users.json': { 'partner@else.org': { password_hash, name: 'A Partner' } },
  'notifications/telegram_users.json': {
    ann: { chat_id: 11, linked_at: '2026-02-03T12:00:00Z' },
    partner_else_org: { chat_id: 12, linked_at: '2026-02-03T12:00:00Z' },
    'no.body': { chat_id: 13 },
    group: { chat_id: -5 },
  },
  'notifications/desktop_users.json': { ann: { linked_at: '2026-02-03T12:00:00Z' } },
  'notifications/sync_settings.json': { ann: { datasets: { jira: true } } },
  'notifications/pending_codes.json': {},
  'corporate-memory/knowledge.json': { items: { km_0123456789ab: item, km_x: item } },
  'corporate-memory/votes.json': {
    ann: { km_0123456789ab: 1 },
    partner_else_org: { km_0123456789ab: 1 },
    bob: { km_0123456789ab: 7 },
  },
  'corporate-memory/user_hashes.json': { hashes: { ann: 'x' } },
  'user_sessions/ann/2026-02-03_s.jsonl': line,
  'user_sessions/no.body/2026-02-03_t.jsonl': line,
  'src_data/parquet/sales/orders.parquet': 'PAR1',
  'src_data/metadata/sync_state.json': {},
  'docs/metrics/finance/revenue.yml': '[]',
  'docs/setup.md': 'x',
  'scripts/sync.sh': 'x',
  'notifications/bot.log': 'x',
}

const expected = (state: 'new' | 'there') => [
  `${state} auth/password_users.json partner@else.org`,
  'left corporate-memory/user_hashes.json',
  `${state} corporate-memory/knowledge.json`,
  `${state} corporate-memory/votes.json`,
  'refused corporate-memory/knowledge.json km_x',
  'refused corporate-memory/votes.json bob km_0123456789ab',
  'left notifications/desktop_users.json ann',
  'left notifications/sync_settings.json ann',
  'left src_data/metadata/sync_state.json',
  'left src_data/parquet/sales',
  'left notifications/pending_codes.json',
  `${state} notifications/telegram_users.json ann`,
  `${state} notifications/telegram_users.json partner_else_org`,
  'refused notifications/telegram_users.json no.body',
  'refused notifications/telegram_users.json group',
  `${state} user_sessions/ann ann`,
  'refused user_sessions/no.body no.body',
  'left docs',
  'left notifications/bot.log',
  'left scripts',
]

/** Every row of every table. */
async function everything(db: Database): Promise<string> {
  const { rows } = await db.pool.query<{ text: string }>(
    `select table_schema || '.' || table_name || query_to_xml(format('select * from %I.%I t order by t::text',
       table_schema, table_name), true, true, '')::text as text from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
     order by 1`,
  )
  return rows.map(({ text }) => text).join('\n')
}

test('the plan says what would be done to every file and changes nothing; then it is done; again nothing is new', async () => {
  await using old = await openTestImport(original)
  const ann = await createPerson(old.db, { email: 'ann@acme.com' })
  const before = await everything(old.db)
  const plan = await old.plan()
  assert.deepEqual(linesOf(plan), expected('new'))
  assert.equal(await everything(old.db), before)
  assert.deepEqual(await readdir(old.dataDir), [])

  assert.deepEqual(await old.apply(), plan)
  const partner = await findPersonByEmail(old.db, 'partner@else.org')
  const links = await old.db.pool.query(
    'select username, chat_id from telegram_bot.link order by chat_id',
  )
  assert.deepEqual(links.rows, [
    { username: ann.username, chat_id: 11 },
    { username: partner?.username, chat_id: 12 },
  ])
  const votes = await old.db.pool.query(
    'select username from corporate_memory.vote order by username',
  )
  assert.deepEqual(votes.rows, [{ username: ann.username }, { username: partner?.username }])
  const copy = join(old.dataDir, 'sessions/ann/sessions/2026-02-03_s.jsonl')
  assert.equal(await readFile(copy, 'utf8'), line)

  const done = await everything(old.db)
  assert.deepEqual(linesOf(await old.plan()), expected('there'))
  assert.deepEqual(linesOf(await old.apply()), expected('there'))
  assert.equal(await everything(old.db), done)
})

test('a file that is broken as a whole is named, and the others are taken over', async () => {
  await using old = await openTestImport({
    'password_users.json': '{"a@b.c": {',
    'telegram_users.json': '[]',
    'knowledge.json': '{',
    'user_sessions/ann/s.jsonl': line,
  })
  await createPerson(old.db, { email: 'ann@acme.com' })
  assert.deepEqual(linesOf(await old.apply()), [
    'refused password_users.json',
    'refused knowledge.json',
    'refused telegram_users.json',
    'new user_sessions/ann ann',
  ])
})

test('a name of the original that is another person’s here brings that person nothing', async () => {
  await using old = await openTestImport({
    'telegram_users.json': { petr: { chat_id: 11 } },
    'knowledge.json': { items: { km_0123456789ab: { ...item, source_users: ['petr'] } } },
    'votes.json': { petr: { km_0123456789ab: 1 } },
    'user_sessions/petr/s.jsonl': line,
  })
  const { username } = await createPerson(old.db, { email: 'petr@else.org' })
  assert.equal(username, 'petr')
  const entries = await old.apply()
  assert.deepEqual(
    entries.filter(({ key }) => key === 'petr').map(({ state }) => state),
    ['refused', 'refused', 'refused'],
  )
  for (const table of ['telegram_bot.link', 'corporate_memory.vote', 'session_collector.file']) {
    assert.equal((await old.db.pool.query(`select from ${table}`)).rowCount, 0, table)
  }
})

test('a link is not followed: one in the place of a file that is known is refused, any other is named', async () => {
  await using old = await openTestImport({ 'auth/keep.txt': 'x' })
  await symlink('/etc/passwd', join(old.dir, 'telegram_users.json'))
  await symlink('/etc', join(old.dir, 'etc'))
  assert.deepEqual(linesOf(await old.apply()), [
    'refused telegram_users.json',
    'left auth',
    'left etc',
  ])
})

test('a file with nothing in it is named as such: silence would look like an oversight', async () => {
  await using old = await openTestImport({
    'auth/password_users.json': '{}',
    'notifications/telegram_users.json': '{}',
    'corporate-memory/knowledge.json': '{"items":{}}',
    'corporate-memory/votes.json': '{}',
  })
  const entries = await old.apply()
  const silent = entries.filter(({ detail }) => detail === 'has nothing in it to take over')
  assert.deepEqual([...new Set(entries.map(({ file }) => file))].sort(), [
    'auth/password_users.json',
    'corporate-memory/knowledge.json',
    'corporate-memory/votes.json',
    'notifications/telegram_users.json',
  ])
  assert.ok(silent.length >= 2)
  for (const { state } of silent) assert.equal(state, 'left')
})
