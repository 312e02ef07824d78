import assert from 'node:assert/strict'
import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { migrate } from '#core/database/migrate.ts'
import { createLog } from '#core/log.ts'
import { openTestDatabase, type TestDatabase } from '../../../tests/peers/postgres.ts'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { waitsOrEnds } from '../../../tests/peers/waits-or-ends.ts'
import { inTurnOf } from '../collect/in-turn-of.ts'
import { emptyAnalysis, type FileAnalysis } from '../transcript/file-analysis.ts'
import { noteRecord } from '../transcript/note-record.ts'
import { listPrices, pricesOf } from '../transcript/prices.ts'
import type { Fields } from '../transcript/record.ts'
import type { AnalysedSession } from './analyse-session.ts'
import { loadSessions, priceAnew, saveSessions } from './save-sessions.ts'
import { sessionFigures } from './session-figures.ts'

let storage: TestDatabase
before(async () => {
  const dir = join(import.meta.dirname, '../migrations')
  storage = await openTestDatabase([{ owner: 'session-collector', dir }])
})
after(() => storage.close())

function session(
  id: string,
  records: readonly Fields[],
  over: Partial<FileAnalysis> = {},
): AnalysedSession {
  const found = emptyAnalysis()
  for (const [nth, record] of records.entries()) noteRecord(found, record, nth + 1, [])
  const all = { ...found, ...over }
  return { id, all, usages: all.usages }
}

const answer = (id: string, output: number, more: object = {}, model = 'claude-sonnet-4-5') => ({
  type: 'assistant',
  ...more,
  message: { id, model, usage: { output_tokens: output } },
})

const save = (username: string, sessions: readonly AnalysedSession[], prices = listPrices) =>
  saveSessions(storage.db, username, sessions, prices)

async function stored(username: string) {
  const all = await loadSessions(storage.db)
  return new Map(all.filter((one) => one.username === username).map((one) => [one.id, one.figures]))
}

test('what is stored is what was reckoned, whatever is in its texts and names', async () => {
  const parts = [
    '\0',
    '\ud83d',
    '\ude00',
    '\\',
    '\\u0000',
    '\\ud800',
    '"',
    '\u2028',
    '😀',
    'a',
    '\n',
    "'",
  ]
  const { below, pick } = chooser(31)
  const text = () => Array.from({ length: 1 + below(8) }, () => pick(parts)).join('')
  const expected = new Map<string, string[]>()
  const sessions = Array.from({ length: 60 }, (_, n) => {
    const [tool, cwd, type] = [text(), text(), text()]
    expected.set(
      `s${n}`,
      [tool, cwd, type].map((one) => one.replaceAll('\0', '\ufffd').toWellFormed()),
    )
    const content = [{ type: 'tool_use', id: text(), name: tool }]
    return session(`s${n}`, [
      { type, cwd },
      { type: 'assistant', cwd, message: { id: text(), usage: {}, content } },
    ])
  })
  assert.deepEqual(await save('odd', sessions), new Map())
  for (const [id, figures] of await stored('odd')) {
    const [tool = '', cwd, type = ''] = expected.get(id) ?? []
    assert.deepEqual([Object.keys(figures.tools), figures.project], [[tool], cwd], id)
    assert.ok(Object.keys(figures.quality.unknownTypes).includes(type), id)
  }
  assert.equal((await stored('odd')).size, 60)
})

test('a later session that repeats an earlier one’s answers gets none of them, also when it came first', async () => {
  const early = { timestamp: '2026-01-01T08:00:00Z' }
  const late = { timestamp: '2026-01-02T08:00:00Z' }
  await save('resumed', [session('late', [answer('m', 9, late), answer('n', 1, late)])])
  assert.equal((await stored('resumed')).get('late')?.tokens.output, 10)
  await save('resumed', [session('early', [answer('m', 5, early)])])
  const outputs = [...(await stored('resumed'))].map(([id, { tokens, quality }]) => [
    ...[id, tokens.output, quality.duplicateUsageRows],
  ])
  assert.deepEqual(outputs, [
    ['early', 9, 0],
    ['late', 1, 1],
  ])
})

test('two people who have the same answers have them both: nobody’s figures depend on others', async () => {
  for (const username of ['one', 'two']) await save(username, [session('s', [answer('same', 7)])])
  for (const username of ['one', 'two'])
    assert.equal((await stored(username)).get('s')?.tokens.output, 7)
})

test('a session that a person deleted is not stored again, and the others are', async () => {
  await storage.db.pool.query(
    `insert into session_collector.deleted_session (username, id) values ('deleter', 'gone')`,
  )
  const both = [session('gone', [answer('a', 1)]), session('kept', [answer('b', 2)])]
  assert.deepEqual(await save('deleter', both), new Map())
  assert.deepEqual([...(await stored('deleter')).keys()], ['kept'])
})

test('a session that cannot be stored is told by its id with the reason, and spoils none of the others', async () => {
  const bad = session('bad', [answer('a', 1)], { start: 8.64e15 })
  const unsaved = await save('spoiled', [session('a', [answer('a', 3)]), bad, session('z', [])])
  assert.deepEqual([...unsaved.keys()], ['bad'])
  assert.ok(unsaved.get('bad') instanceof Error)
  const figures = await stored('spoiled')
  assert.deepEqual([...figures.keys()], ['a', 'z'])
  assert.equal(figures.get('a')?.tokens.output, 3)
})

test('what is stored again is what is told now; that it is private stays, and its twin is to be made anew', async () => {
  await save('again', [session('s', [{ type: 'custom-title', title: 'Old', cwd: '/old' }])])
  await storage.db.pool.query(
    `update session_collector.session set private = true, twinned_at = now() where username = 'again'`,
  )
  await save('again', [session('s', [{ type: 'custom-title', title: 'New', cwd: '/new' }])])
  const { rows } = await storage.db.pool.query(
    `select title, project, private, twinned_at from session_collector.session where username = 'again'`,
  )
  assert.deepEqual(rows, [{ title: 'New', project: '/new', private: true, twinned_at: null }])
})

test('a price that becomes known is reckoned for all that had none, and what was priced stays as it was', async () => {
  await save('priced', [
    session('known', [answer('a', 1_000_000)]),
    session('new', [answer('b', 1_000_000, {}, 'model-of-tomorrow'), answer('c', 1_000_000)]),
  ])
  const costs = async () =>
    [...(await stored('priced')).values()].map(({ tokens }) => [tokens.costUsd, tokens.unpriced])
  assert.deepEqual(await costs(), [
    [15, false],
    [15, true],
  ])
  await priceAnew(storage.db, listPrices)
  assert.deepEqual(
    await costs(),
    [
      [15, false],
      [15, true],
    ],
    'nothing is known meanwhile',
  )
  await priceAnew(storage.db, pricesOf(['model-of-tomorrow=1/5']))
  assert.deepEqual(await costs(), [
    [15, false],
    [20, false],
  ])
  await priceAnew(storage.db, pricesOf(['model-of-tomorrow=1/50']))
  assert.deepEqual(
    await costs(),
    [
      [15, false],
      [20, false],
    ],
    'what has a price keeps it',
  )
})

test('a session without a time comes after all that have one, in lists and where answers are shared', async () => {
  const at = { timestamp: '2026-01-02T08:00:00Z' }
  await save('timeless', [session('a', [answer('m', 5)]), session('z', [answer('m', 4, at)])])
  const outputs = [...(await stored('timeless'))].map(([id, { tokens }]) => [id, tokens.output])
  assert.deepEqual(outputs, [
    ['z', 5],
    ['a', 0],
  ])
})

test('the figures that are read back have nothing that was stored for the reckoning alone', async () => {
  await save('plain', [session('s', [answer('m', 5)])])
  const [[, figures]] = [...(await stored('plain'))] as [[string, object]]
  const { all, usages } = session('s', [answer('m', 5)])
  assert.deepEqual(figures, JSON.parse(JSON.stringify(sessionFigures(all, [...usages.values()]))))
})

test('figures of a version that did not tell when they fell, from before and since, are where the session began', async () => {
  const dir = join(import.meta.dirname, '../migrations')
  await using older = await temporaryFolder()
  for (const name of await readdir(dir)) {
    if (name < '006') await cp(join(dir, name), join(older.path, name))
  }
  const owner = 'session-collector'
  await using filled = new AsyncDisposableStack()
  const { db, close } = await openTestDatabase([{ owner, dir: older.path }])
  filled.defer(close)
  const at = '2026-02-03T23:50:00Z'
  const worked = session('s', [answer('m', 5, { timestamp: at })], { bursts: [[0, 7]] })
  await saveSessions(db, 'ann', [worked, session('timeless', [answer('n', 5)])], listPrices)
  const forget = `update session_collector.session set figures = figures - 'activeByHour' - 'days'`
  await db.pool.query(forget)
  const read = async () =>
    (await loadSessions(db)).map(({ figures: { activeByHour, days, models } }) => {
      return { activeByHour, days, models }
    })
  await migrate(db, [{ owner, dir }], createLog('silent'))
  const before = await read()
  const { models } = before[0] ?? {}
  assert.deepEqual(before, [
    { activeByHour: { '2026-02-03T23': 7 }, days: { '2026-02-03': models }, models },
    { activeByHour: {}, days: {}, models: before[1]?.models },
  ])
  await db.pool.query(forget)
  assert.deepEqual(await read(), before)
})

test('what was reckoned of a session while prices were put on all of its person was overwritten by what was there before: they wait', async () => {
  await save('kim', [session('k', [answer('m', 7, {}, 'model-of-next-week')])])
  const priced = await inTurnOf(storage.db, 'kim', async (inner) => {
    const pricing = priceAnew(storage.db, pricesOf(['model-of-next-week=1/5']))
    assert.equal(await waitsOrEnds(storage.db, pricing), 'waits')
    const grown = session('k', [answer('m', 7, {}, 'model-of-next-week')], { userTurns: 9 })
    await saveSessions(inner, 'kim', [grown], listPrices)
    return { pricing }
  })
  await priced.pricing
  const figures = (await stored('kim')).get('k')
  assert.deepEqual([figures?.userTurns, figures?.tokens.unpriced], [9, false])
})
