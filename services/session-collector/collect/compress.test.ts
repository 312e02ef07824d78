import assert from 'node:assert/strict'
import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../../tests/peers/postgres.ts'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { loadSessions } from '../analytics/save-sessions.ts'
import { deleteSession } from '../sessions.ts'
import { collect } from './collect.ts'
import { compressCopies } from './compress-copies.ts'
import { pruneCopies } from './prune-copies.ts'

let storage: TestDatabase
before(async () => {
  const dir = join(import.meta.dirname, '../migrations')
  storage = await openTestDatabase([{ owner: 'session-collector', dir }])
})
after(() => storage.close())

const row = (n: number) =>
  `${JSON.stringify({ type: 'user', uuid: `u${n}`, message: { content: `turn ${n} ${'word '.repeat(40)}` } })}\n`
const rows = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, i) => row(from + i)).join('')

test('a copy that is quiet for a day is compressed, read as before, continued when it grows, and goes with its session', async () => {
  await using folder = await temporaryFolder()
  const { db } = storage
  const homesDir = join(folder.path, 'homes')
  const storeDir = join(folder.path, 'store')
  const place = { db, storeDir }
  const source = join(homesDir, 'zoe/user/sessions/s.jsonl')
  const copy = join(storeDir, 'zoe/sessions/s.jsonl')
  await mkdir(join(source, '..'), { recursive: true })
  await writeFile(source, rows(0, 200))
  const run = () => collect(db, { homesDir, storeDir, quotaBytes: 1e9 })
  const age = (days: number) =>
    db.pool.query(
      `update session_collector.file set changed_at = now() - make_interval(days => $1)`,
      [days],
    )
  await run()
  assert.equal(await compressCopies(place, 24), 0, 'it may still grow')
  await age(2)
  assert.equal(await compressCopies(place, 24), 1)
  assert.ok((await stat(`${copy}.zst`)).size < (await stat(source)).size / 4)
  await assert.rejects(stat(copy), { code: 'ENOENT' })
  assert.equal((await run()).counts.same, 1, 'what is compressed is no loss')

  await appendFile(source, rows(200, 210))
  assert.equal((await run()).counts.grown, 1)
  assert.equal(await readFile(copy, 'utf8'), rows(0, 210))
  const [session] = await loadSessions(db)
  assert.equal(session?.figures.userTurns, 210)

  await age(2)
  await compressCopies(place, 24)
  await deleteSession(place, 'zoe', 's')
  await assert.rejects(stat(`${copy}.zst`), { code: 'ENOENT' })
  assert.equal((await run()).counts.leftOut, 1)
})

test('no retention (of the original): a copy goes after its days, its figures stay, and it is not taken anew', async () => {
  await using folder = await temporaryFolder()
  const { db } = storage
  const homesDir = join(folder.path, 'homes')
  const storeDir = join(folder.path, 'store')
  const source = join(homesDir, 'yan/user/sessions/t.jsonl')
  await mkdir(join(source, '..'), { recursive: true })
  await writeFile(source, rows(0, 5))
  const run = () => collect(db, { homesDir, storeDir, quotaBytes: 1e9 })
  await run()
  await db.pool.query(
    `update session_collector.file set changed_at = now() - interval '91 days' where username = 'yan'`,
  )
  assert.equal(await pruneCopies({ db, storeDir }, 0), 0, 'for ever')
  assert.equal(await pruneCopies({ db, storeDir }, 90), 1)
  await assert.rejects(stat(join(storeDir, 'yan/sessions/t.jsonl')), { code: 'ENOENT' })
  const { counts, refused } = await run()
  assert.deepEqual([counts.same, counts.new, refused], [1, 0, []])
  const sessions = await loadSessions(db)
  assert.equal(sessions.find(({ username }) => username === 'yan')?.figures.userTurns, 5)
})
