import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { openTranscripts, turn, type TranscriptPlace } from '../../../tests/peers/transcripts.ts'
import { until } from '../../../tests/peers/until.ts'
import { setPrivate } from '../sessions.ts'
import { makeTwins, pruneTwins, twinPath } from './make-twins.ts'

let at: TranscriptPlace
before(async () => {
  at = await openTranscripts()
})
after(() => at[Symbol.asyncDispose]())

const make = (budgetMs = 60_000, signal?: AbortSignal) =>
  makeTwins({ ...at.place, key: 'key' }, budgetMs, signal)
const pathOf = (username: string, id: string) => twinPath(at.place.storeDir, username, id)
const twinOf = (username: string, id: string) =>
  readFile(pathOf(username, id), 'utf8').catch((error: NodeJS.ErrnoException) => error.code)
const session = async (username: string, id: string, text = turn(1)) => {
  await at.write(username, `user/sessions/${id}.jsonl`, text)
  await at.collect()
}

test('a twin has every record, one a line, of the session and its subagents, and nothing that is no record', async () => {
  await at.write('ann', '.claude/projects/-shop/s/subagents/agent-a.jsonl', turn(3))
  await at.write(
    'ann',
    '.claude/projects/-shop/s.jsonl',
    `${turn(1)}no JSON with a secret\n[1]\n\n${turn(2)}`,
  )
  await at.collect()
  const { made, bytes, failed } = await make()
  assert.deepEqual([made, failed], [1, []])
  assert.ok(bytes > 0)
  const lines = String(await twinOf('ann', 's'))
    .trimEnd()
    .split('\n')
  const said = lines.map(
    (line) => (JSON.parse(line) as { message: { content: string } }).message.content,
  )
  assert.deepEqual(said, ['turn 1', 'turn 2', 'turn 3'])
  assert.equal((await stat(pathOf('ann', 's'))).mode & 0o007, 0, 'others read none')
})

test('a session that its person hides while its twin is made has none afterwards', async () => {
  await session('hider', 's')
  const client = await at.place.db.pool.connect()
  try {
    await client.query('begin')
    await client.query(
      `update session_collector.session set private = true where username = 'hider'`,
    )
    const making = make()
    await until(async () => (await twinOf('hider', 's')) !== 'ENOENT')
    await client.query('commit')
    await making
  } finally {
    client.release()
  }
  assert.equal(await twinOf('hider', 's'), 'ENOENT')
})

test('one that goes on while its twin is made is made again, with what was added', async () => {
  await session('writer', 's')
  const client = await at.place.db.pool.connect()
  try {
    await client.query('begin')
    await client.query(
      `update session_collector.session set analysed_at = now() + interval '1 second' where username = 'writer'`,
    )
    const making = make()
    await until(async () => (await twinOf('writer', 's')) !== 'ENOENT')
    await client.query('commit')
    await making
  } finally {
    client.release()
  }
  assert.equal((await make()).made, 1)
  assert.match(String(await twinOf('writer', 's')), /turn 1/)
})

test('a twin that cannot be written is told with its session, spoils none of the others, and is tried again', async () => {
  await session('full', 's')
  await session('fine', 's')
  const blocked = `${pathOf('full', 's')}.new`
  await mkdir(blocked, { recursive: true })
  const { made, failed } = await make()
  assert.equal(made, 1)
  assert.deepEqual(
    failed.map(({ username, session: id }) => [username, id]),
    [['full', 's']],
  )
  assert.match(failed[0]?.reason ?? '', /EISDIR/)
  assert.match(String(await twinOf('fine', 's')), /turn 1/)
  await rm(blocked, { recursive: true })
  assert.equal((await make()).made, 1)
  assert.match(String(await twinOf('full', 's')), /turn 1/)
})

test('when the time is over, or the service ends, the rest is left to the next collection', async () => {
  for (const id of ['a', 'b', 'c']) await session('many', id)
  assert.equal((await make(-1)).made, 0)
  assert.equal((await make(60_000, AbortSignal.abort())).made, 0)
  assert.deepEqual(await readdir(dirname(pathOf('many', 'a'))).catch(() => []), [])
  assert.equal((await make()).made, 3)
  assert.equal((await make()).made, 0)
})

test('a session whose copies are gone keeps the twin that it has', async () => {
  await session('keeper', 's')
  await make()
  await rm(join(at.place.storeDir, 'keeper/sessions/s.jsonl'))
  await at.place.db.pool.query(
    `update session_collector.session set twinned_at = null where username = 'keeper'`,
  )
  await make()
  assert.match(String(await twinOf('keeper', 's')), /turn 1/)
})

test('a session that was hidden long ago and is shown again loses its twin with its time, once', async () => {
  await session('old', 's')
  await setPrivate(at.place, 'old', 's', true)
  await at.place.db.pool.query(
    `update session_collector.session set analysed_at = now() - interval '400 days' where username = 'old'`,
  )
  await setPrivate(at.place, 'old', 's', false)
  await make()
  assert.equal(await pruneTwins(at.place, 0), 0, 'no days are no limit')
  assert.equal(await pruneTwins(at.place, 500), 0)
  assert.equal(await pruneTwins(at.place, 365), 1)
  assert.equal(await twinOf('old', 's'), 'ENOENT')
  assert.equal(await pruneTwins(at.place, 365), 0)
  assert.equal((await make()).made, 0)
})
