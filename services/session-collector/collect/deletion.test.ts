import assert from 'node:assert/strict'
import { appendFile, readdir } from 'node:fs/promises'
import { test } from 'node:test'
import { openTranscripts, turn, turns } from '../../../tests/peers/transcripts.ts'
import { loadSessions } from '../analytics/save-sessions.ts'
import { deleteSession } from '../sessions.ts'

/** The copies that are kept of somebody, by their paths. */
async function copiesOf(storeDir: string): Promise<readonly string[]> {
  const entries = await readdir(storeDir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath.slice(storeDir.length + 1)}/${name}`)
    .toSorted()
}

test('what is deleted while it is collected and reckoned does not come back, neither its text nor its figures', async () => {
  await using at = await openTranscripts()
  const growing = await at.write('ann', 'user/sessions/a.jsonl', turns(0, 3))
  await at.collect()
  await appendFile(growing, turns(3, 6))
  for (let n = 0; n < 400; n += 1) {
    await at.write('ann', `user/sessions/b${n}.jsonl`, turns(0, 40))
  }
  await Promise.all([at.collect(), deleteSession(at.place, 'ann', 'a')])
  await at.collect()
  const left = (await copiesOf(at.place.storeDir)).filter((path) => path.endsWith('/a.jsonl'))
  assert.deepEqual(left, [])
  assert.ok(!(await at.sessions()).includes('ann/a'))
  const { rows } = await at.place.db.pool.query(
    `select path from session_collector.file where path = 'a.jsonl'`,
  )
  assert.deepEqual(rows, [])
})

test('deleting a session took the copies of others whose names end alike: they stay', async () => {
  await using at = await openTranscripts()
  const own = ['a.jsonl', '2026-02-03_a.jsonl', 'p/a/subagents/agent-1.jsonl']
  const others = ['p_a.jsonl', 'p/b_a.jsonl', 'a/c.jsonl']
  for (const [n, path] of [...own, ...others].entries()) {
    await at.push('ann', 0, turns(n * 10, n * 10 + 2), path)
  }
  await at.collect()
  await deleteSession(at.place, 'ann', 'a')
  assert.deepEqual(
    await copiesOf(at.place.storeDir),
    others.map((path) => `ann/push/${path}`).toSorted(),
  )
  assert.deepEqual(await at.sessions(), ['ann/b_a', 'ann/c', 'ann/p_a'])
})

test('a subagent’s file that lies in two places goes from both with its session', async () => {
  await using at = await openTranscripts()
  await at.write('ann', 'user/sessions/a.jsonl', turns(0, 3, { sessionId: 'a' }))
  for (const folder of ['user/sessions', '.claude/projects/p']) {
    const text = turn(7, { sessionId: 'a', isSidechain: true })
    await at.write('ann', `${folder}/agent-1.jsonl`, text)
  }
  await at.collect()
  assert.deepEqual(await at.sessions(), ['ann/a'])
  await deleteSession(at.place, 'ann', 'a')
  assert.deepEqual(await copiesOf(at.place.storeDir), [])
  await at.collect()
  assert.deepEqual([await at.sessions(), await copiesOf(at.place.storeDir)], [[], []])
})

test('with a session went the answers that a resumed one repeats: they are that one’s now', async () => {
  await using at = await openTranscripts()
  const answer = (id: string, timestamp: string) =>
    `${JSON.stringify({ type: 'assistant', timestamp, message: { id, model: 'claude-sonnet-4-5', usage: { output_tokens: 10 } } })}\n`
  const first = answer('m1', '2026-01-05T09:00:00Z')
  await at.write('ann', 'user/sessions/a.jsonl', first)
  await at.write(
    'ann',
    'user/sessions/b.jsonl',
    `${turn(1)}${answer('m2', '2026-01-06T09:00:00Z')}`,
  )
  await at.collect()
  const file = await at.write(
    'ann',
    'user/sessions/c.jsonl',
    turn(2, { timestamp: '2026-02-01T09:00:00Z' }),
  )
  await appendFile(file, answer('m1', '2026-02-01T09:00:00Z'))
  await at.collect()
  const outputs = async () =>
    (await loadSessions(at.place.db)).map(({ id, figures }) => [id, figures.tokens.output])
  assert.deepEqual(await outputs(), [
    ['a', 10],
    ['b', 10],
    ['c', 0],
  ])
  await deleteSession(at.place, 'ann', 'a')
  assert.deepEqual(await outputs(), [
    ['b', 10],
    ['c', 10],
  ])
})
