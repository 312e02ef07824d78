import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { after, before, test } from 'node:test'
import { createLog } from '#core/log.ts'
import { openTranscripts, turns, type TranscriptPlace } from '../../../tests/peers/transcripts.ts'
import { until } from '../../../tests/peers/until.ts'
import { inTurnOf } from './in-turn-of.ts'
import { ownReckoning } from './own-reckoning.ts'

const HOUR_MS = 3_600_000
let at: TranscriptPlace

before(async () => {
  at = await openTranscripts()
})
after(() => at[Symbol.asyncDispose]())

test('who asks is answered with what is known while their sessions are reckoned for longer, and that goes on', async () => {
  const { reckon, close } = ownReckoning(at.place, createLog('silent'), 1)
  await at.push('ann', 0, turns(0, 3), 'a.jsonl')
  await inTurnOf(at.place.db, 'ann', async () => {
    await Promise.all([reckon('ann'), reckon('ann')])
    assert.deepEqual(await at.sessions(), [])
  })
  await until(async () => (await at.sessions()).includes('ann/a'))
  await close()
})

test('nothing begins after the service was closed, and nothing goes on', async () => {
  const { reckon, close } = ownReckoning(at.place, createLog('silent'), HOUR_MS)
  await at.push('bob', 0, turns(0, 3), 'b.jsonl')
  const asked = reckon('bob')
  await close()
  await asked
  await reckon('bob')
  assert.ok(!(await at.sessions()).includes('bob/b'))
})

test('what fails is logged and keeps nobody from what is known', async () => {
  const written = new PassThrough()
  const { reckon, close } = ownReckoning(at.place, createLog('warn', written), HOUR_MS)
  await at.place.db.pool.query('alter table session_collector.file rename to elsewhere')
  await reckon('cyd')
  await at.place.db.pool.query('alter table session_collector.elsewhere rename to file')
  assert.match(String(written.read()), /^[^\n]*"username":"cyd"[^\n]*does not exist[^\n]*\n$/)
  await at.push('cyd', 0, turns(0, 3), 'c.jsonl')
  await reckon('cyd')
  assert.ok((await at.sessions()).includes('cyd/c'))
  await close()
})
