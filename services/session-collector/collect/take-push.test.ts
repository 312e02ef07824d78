import assert from 'node:assert/strict'
import {
  appendFile,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../../tests/peers/postgres.ts'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { loadSessions } from '../analytics/save-sessions.ts'
import { deleteSession, leaveOut, takeIn } from '../sessions.ts'
import { collect } from './collect.ts'
import { compressCopies } from './compress-copies.ts'
import { takePush } from './take-push.ts'

let storage: TestDatabase
before(async () => {
  const dir = join(import.meta.dirname, '../migrations')
  storage = await openTestDatabase([{ owner: 'session-collector', dir }])
})
after(() => storage.close())
beforeEach(() =>
  storage.db.pool.query(
    `truncate session_collector.file, session_collector.session, session_collector.deleted_session,
     session_collector.left_out_project`,
  ),
)

const row = (n: number, cwd = '/code/shop') =>
  `${JSON.stringify({ type: 'user', uuid: `u${n}`, cwd, message: { content: `turn ${n}` } })}\n`
const rows = (from: number, until: number, cwd?: string) =>
  Array.from({ length: until - from }, (_, i) => row(from + i, cwd)).join('')

async function openPlace(quotaBytes = 1e9) {
  const folder = await temporaryFolder()
  const { db } = storage
  const [homesDir, storeDir] = [join(folder.path, 'homes'), join(folder.path, 'store')]
  const sessions = join(homesDir, 'ann/user/sessions')
  await mkdir(sessions, { recursive: true })
  const place = { db, storeDir, quotaBytes }
  return {
    ...folder,
    place,
    sessions,
    push: (offset: number, text: string, path = 's.jsonl') =>
      takePush(place, { username: 'ann', origin: 'push', path }, offset, Buffer.from(text)),
    copy: (name = 's.jsonl') => readFile(join(storeDir, 'ann/push', name), 'utf8'),
    files: () => readdir(join(storeDir, 'ann/push')),
    run: () => collect(db, { homesDir, storeDir, quotaBytes }),
  }
}

test('pieces that follow one another make the transcript, and one from elsewhere is told where to go on', async () => {
  await using at = await openPlace()
  const [first, second] = [rows(0, 3), rows(3, 5)]
  assert.deepEqual(await at.push(7, first), { kind: 'elsewhere', done: 0 })
  assert.deepEqual(await at.push(0, first), { kind: 'taken', done: first.length })
  assert.deepEqual(await at.push(3, second), { kind: 'elsewhere', done: first.length })
  assert.deepEqual(await at.push(first.length, second), {
    kind: 'taken',
    done: first.length + second.length,
  })
  assert.equal(await at.copy(), first + second)
  await at.run()
  assert.equal((await loadSessions(storage.db))[0]?.figures.userTurns, 5)
})

test('a piece whose answer was lost is sent again and is there once, with what came since', async () => {
  await using at = await openPlace()
  await at.push(0, rows(0, 3))
  for (const text of [rows(0, 3), rows(0, 6)]) {
    assert.deepEqual(await at.push(0, text), { kind: 'taken', done: text.length })
    assert.equal(await at.copy(), text)
  }
  assert.deepEqual(await at.files(), ['s.jsonl'])
})

test('a transcript that was rewritten on its machine becomes a new version, and the old copy stays', async () => {
  await using at = await openPlace()
  await at.push(0, rows(0, 3))
  await at.push(0, rows(10, 12))
  await at.push(0, rows(20, 21))
  assert.deepEqual(await at.files(), ['s.jsonl', 's.jsonl.v1', 's.jsonl.v2'])
  assert.deepEqual(
    [await at.copy(), await at.copy('s.jsonl.v1'), await at.copy('s.jsonl.v2')],
    [rows(20, 21), rows(0, 3), rows(10, 12)],
  )
  await at.run()
  await deleteSession(at.place, 'ann', 's')
  assert.deepEqual(await at.files(), [])
})

for (const [how, again] of [
  ['a push', true],
  ['a collection', false],
] as const) {
  test(`what ${how} had put aside when it was killed stays through the next rewriting, and goes with its session`, async () => {
    await using at = await openPlace()
    const origin = again ? 'push' : 'sessions'
    const folder = join(at.place.storeDir, 'ann', origin)
    const bring = async (text: string) => {
      if (again) return void (await at.push(0, text))
      await writeFile(join(at.sessions, 's.jsonl'), text)
      await at.run()
    }
    await bring(rows(0, 3))
    await rename(join(folder, 's.jsonl'), join(folder, 's.jsonl.v1'))
    await bring(rows(10, 12))
    await bring(rows(20, 21))
    const texts = ['s.jsonl', 's.jsonl.v1', 's.jsonl.v2'].map((name) =>
      readFile(join(folder, name), 'utf8'),
    )
    assert.deepEqual(await Promise.all(texts), [rows(20, 21), rows(0, 3), rows(10, 12)])
    await at.run()
    await deleteSession(at.place, 'ann', 's')
    assert.deepEqual(await readdir(folder), [])
  })
}

test('a copy that was compressed is continued', async () => {
  await using at = await openPlace()
  await at.push(0, rows(0, 3))
  await at.run()
  await storage.db.pool.query(
    `update session_collector.file set changed_at = now() - interval '2 days'`,
  )
  assert.equal(await compressCopies(at.place, 24), 1)
  const done = rows(0, 3).length
  assert.equal((await at.push(done, rows(3, 4))).kind, 'taken')
  assert.equal(await at.copy(), rows(0, 4))
  assert.deepEqual(await at.files(), ['s.jsonl'])
})

test('pieces that come at the same moment are whole, in their order, and there once', async () => {
  await using at = await openPlace()
  await at.push(0, rows(0, 2))
  const done = rows(0, 2).length
  const taken = await Promise.all(
    Array.from({ length: 30 }, (_, n) => at.push(done, rows(2, 3 + (n % 5)))),
  )
  assert.equal(taken.filter(({ kind }) => kind === 'taken').length, 1)
  const copy = await at.copy()
  assert.equal(copy, rows(0, copy.split('\n').length - 1))
  assert.ok(taken.every((one) => 'done' in one && one.done === copy.length))
})

test('many people send at the same moment, and nobody waits for ever', async () => {
  await using at = await openPlace()
  const people = Array.from({ length: 60 }, (_, n) => `p${n}`)
  const taken = await Promise.all(
    people.map((username) =>
      takePush(at.place, { username, origin: 'push', path: 's.jsonl' }, 0, Buffer.from(rows(0, 2))),
    ),
  )
  assert.equal(taken.filter(({ kind }) => kind === 'taken').length, 60)
})

test('a project that is left out from now on keeps what was there, and takes nothing more', async () => {
  await using at = await openPlace()
  const { db } = storage
  await at.push(0, rows(0, 2))
  await leaveOut(db, 'ann', '/code')
  const done = rows(0, 2).length
  assert.deepEqual(await at.push(done, rows(2, 3)), { kind: 'left-out' })
  assert.deepEqual(await at.push(0, rows(5, 9)), { kind: 'left-out' })
  assert.deepEqual(await at.push(0, rows(0, 2), 'new.jsonl'), { kind: 'left-out' })
  assert.deepEqual(await at.files(), ['s.jsonl'])
  assert.equal(await at.copy(), rows(0, 2))
  assert.equal((await at.push(0, rows(0, 2, '/codeshop'), 'other.jsonl')).kind, 'taken')
  await takeIn(db, 'ann', '/code')
  assert.deepEqual(await at.push(done, rows(2, 3)), { kind: 'taken', done: rows(0, 3).length })
})

test('what was deleted does not come back by a push, nor by one that was on its way', async () => {
  await using at = await openPlace()
  await at.push(0, rows(0, 2))
  await at.run()
  await Promise.all([at.push(rows(0, 2).length, rows(2, 4)), deleteSession(at.place, 'ann', 's')])
  assert.deepEqual(await at.push(0, rows(0, 9)), { kind: 'left-out' })
  await at.run()
  assert.deepEqual([await at.files(), await loadSessions(storage.db)], [[], []])
})

test('the quota counts what would be there then, not what is replaced', async () => {
  await using at = await openPlace(rows(0, 4).length)
  await at.push(0, rows(0, 2))
  await at.push(0, rows(0, 2), 'other.jsonl')
  const done = rows(0, 2).length
  await assert.rejects(at.push(done, rows(2, 3)), { code: 'quota', remedy: /sessions delete/ })
  assert.equal(await at.copy(), rows(0, 2))
  assert.equal((await at.push(0, rows(5, 7))).kind, 'taken')
})

test('deleting sessions makes room in the quota, although their files stay in the home', async () => {
  await using at = await openPlace(rows(0, 5).length)
  const write = (name: string) => writeFile(join(at.sessions, name), rows(0, 3))
  await write('a.jsonl')
  await at.run()
  await write('b.jsonl')
  assert.match((await at.run()).refused[0]?.reason ?? '', /quota/)
  await deleteSession(at.place, 'ann', 'a')
  const { counts } = await at.run()
  assert.deepEqual([counts.new, counts.leftOut, counts.refused], [1, 1, 0])
})

test('a link beside a project that is left out is refused, and stops nobody', async () => {
  await using at = await openPlace()
  await leaveOut(storage.db, 'ann', '/code/diary')
  await symlink('/etc/hostname', join(at.sessions, 'link.jsonl'))
  await writeFile(join(at.sessions, 's.jsonl'), rows(0, 2))
  await writeFile(join(at.sessions, 'diary.jsonl'), rows(0, 2, '/code/diary/2026'))
  const { counts, refused } = await at.run()
  assert.deepEqual([counts.new, counts.leftOut, counts.refused], [1, 1, 1])
  assert.equal(refused[0]?.reason, 'it is a link')
})

test('a copy that was lost leaves its figures, and keeps no other session from being reckoned', async () => {
  await using at = await openPlace()
  await at.push(0, rows(0, 2), 'agent-lost.jsonl')
  await at.push(0, rows(0, 2), 'lost.jsonl')
  await at.run()
  const turns = async () =>
    Object.fromEntries(
      (await loadSessions(storage.db)).map(({ id, figures }) => [id, figures.userTurns]),
    )
  const before = await turns()
  for (const name of ['agent-lost.jsonl', 'lost.jsonl'])
    await rm(join(at.place.storeDir, 'ann/push', name))
  await writeFile(join(at.sessions, 's.jsonl'), rows(0, 4))
  assert.equal((await at.run()).analysed, 1)
  await appendFile(join(at.sessions, 's.jsonl'), rows(4, 5))
  await at.run()
  assert.deepEqual(await turns(), { ...before, s: 5 })
})
