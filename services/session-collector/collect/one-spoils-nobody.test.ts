import assert from 'node:assert/strict'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openTranscripts, turns } from '../../../tests/peers/transcripts.ts'
import { loadSessions } from '../analytics/save-sessions.ts'
import { makeTwins, twinPath } from '../twin/make-twins.ts'
import { existsSync } from 'node:fs'

const turnsOf = async (at: Awaited<ReturnType<typeof openTranscripts>>) =>
  Object.fromEntries(
    (await loadSessions(at.place.db)).map(({ username, id, figures }) => [
      `${username}/${id}`,
      figures.userTurns,
    ]),
  )

/** Puts what cannot be read in the place of a copy, as a broken disk does. */
async function breakCopy(at: Awaited<ReturnType<typeof openTranscripts>>, path: string) {
  await rm(join(at.place.storeDir, path))
  await mkdir(join(at.place.storeDir, path))
}

test('a time zone that leads beyond the year 9999 ended the reckoning of everybody: it is no time', async () => {
  await using at = await openTranscripts()
  const timestamp = '9999-12-31T23:59:59-23:00'
  await at.write('ann', 'user/sessions/a.jsonl', turns(0, 2) + turns(2, 3, { timestamp }))
  await at.write('zoe', 'user/sessions/z.jsonl', turns(0, 2))
  const { analysed, unreckoned } = await at.collect()
  assert.deepEqual([analysed, unreckoned], [2, []])
  assert.deepEqual(await turnsOf(at), { 'ann/a': 3, 'zoe/z': 2 })
  assert.equal((await loadSessions(at.place.db))[0]?.figures.end, null)
})

test('a copy that cannot be read keeps nobody else’s sessions from being reckoned, nor the others of its person', async () => {
  await using at = await openTranscripts()
  for (const path of ['a', 'b']) await at.push('ann', 0, turns(0, 2), `${path}.jsonl`)
  await at.push('zoe', 0, turns(0, 3), 'z.jsonl')
  await breakCopy(at, 'ann/push/a.jsonl')
  const { analysed, unreckoned } = await at.collect()
  assert.equal(analysed, 2)
  assert.deepEqual(
    unreckoned.map(({ username, session }) => [username, session]),
    [['ann', 'a']],
  )
  assert.match(unreckoned[0]?.reason ?? '', /EISDIR/)
  assert.deepEqual(await turnsOf(at), { 'ann/b': 2, 'zoe/z': 3 })

  await rm(join(at.place.storeDir, 'ann/push/a.jsonl'), { recursive: true })
  await at.push('ann', 0, turns(0, 5), 'a.jsonl')
  assert.deepEqual((await at.collect()).unreckoned, [])
  assert.equal((await turnsOf(at))['ann/a'], 5)
})

test('a copy that cannot be read keeps the twins of others from nobody, and is told', async () => {
  await using at = await openTranscripts()
  const place = { ...at.place, key: 'key' }
  await at.push('zoe', 0, turns(0, 3), 'z.jsonl')
  await at.push('ann', 0, turns(0, 2), 'a.jsonl')
  await at.collect()
  await breakCopy(at, 'ann/push/a.jsonl')
  const { made, failed } = await makeTwins(place, 60_000)
  assert.equal(made, 1)
  assert.deepEqual(
    failed.map(({ username, session }) => [username, session]),
    [['ann', 'a']],
  )
  assert.ok(existsSync(twinPath(place.storeDir, 'zoe', 'z')))
})
