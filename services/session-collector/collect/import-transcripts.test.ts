import assert from 'node:assert/strict'
import { appendFile, chown, copyFile, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { linesOf, openTestImport } from '../../../tests/peers/import.ts'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { loadSessions } from '../analytics/save-sessions.ts'
import { deleteSession } from '../sessions.ts'
import { collect } from './collect.ts'

const row = (text: string) =>
  `${JSON.stringify({ type: 'user', sessionId: 's', message: { content: text } })}\n`
const name = '2026-02-03_s.jsonl'

test('a transcript that was cut short (of the original) is continued from its person’s folder, and deleted ones stay away', async () => {
  await using old = await openTestImport({ [`user_sessions/ann/${name}`]: row('one') })
  await createPerson(old.db, { email: 'ann@acme.com' })
  // As on a server, where the store is another user's than the one who imports.
  if (process.getuid?.() === 0) await chown(old.dataDir, 1234, 1234)
  assert.deepEqual(linesOf(await old.apply()), ['new user_sessions/ann ann'])
  const storeDir = join(old.dataDir, 'sessions')
  const copy = join(storeDir, 'ann/sessions', name)
  for (const path of [storeDir, join(copy, '..'), copy]) {
    assert.equal((await stat(path)).uid, (await stat(old.dataDir)).uid, path)
  }

  await using homes = await temporaryFolder()
  const home = join(homes.path, 'ann/user/sessions')
  await mkdir(home, { recursive: true })
  await copyFile(join(old.dir, 'user_sessions/ann', name), join(home, name))
  await appendFile(join(home, name), row('two'))
  const { counts, analysed } = await collect(old.db, {
    ...{ homesDir: homes.path, storeDir, quotaBytes: 1e9 },
  })
  assert.deepEqual([counts.grown, counts.rewritten, analysed], [1, 0, 1])
  assert.equal(await readFile(copy, 'utf8'), row('one') + row('two'))
  assert.equal((await loadSessions(old.db))[0]?.figures.userTurns, 2)
  assert.deepEqual(linesOf(await old.apply()), ['there user_sessions/ann ann'])

  await deleteSession({ db: old.db, storeDir }, 'ann', 's')
  const [entry] = await old.apply()
  assert.match(entry?.detail ?? '', /does not want/)
  await assert.rejects(stat(copy), { code: 'ENOENT' })
})

test('what is no transcript is named, and does not stop the others', async () => {
  await using old = await openTestImport({
    'user_sessions/ann/a.jsonl': row('one'),
    'user_sessions/ann/a b.jsonl': row('two'),
    'user_sessions/ann/notes.txt': 'x',
  })
  await createPerson(old.db, { email: 'ann@acme.com' })
  assert.deepEqual(linesOf(await old.apply()), [
    'left user_sessions/ann/a b.jsonl ann',
    'left user_sessions/ann/notes.txt ann',
    'new user_sessions/ann ann',
  ])
})
