import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTranscripts, turns } from '../../../tests/peers/transcripts.ts'
import { loadStates, markAnalysed } from './file-state.ts'

test('two reckon at once, and the slower one had seen less: what it overwrites is reckoned again', async () => {
  await using at = await openTranscripts()
  const { db } = at.place
  await at.push('ann', 0, turns(0, 3), 'grown.jsonl')
  await at.push('ann', 0, turns(3, 6), 'same.jsonl')
  const slower = [...(await loadStates(db, 'ann')).values()]
  await at.push('ann', turns(0, 3).length, turns(6, 9), 'grown.jsonl')
  const analysed = async () =>
    new Map([...(await loadStates(db)).values()].map((state) => [state.path, state.analysed]))
  await at.collect()
  assert.deepEqual([...(await analysed()).values()], [true, true])
  await markAnalysed(db, slower)
  assert.deepEqual(
    await analysed(),
    new Map([
      ['grown.jsonl', false],
      ['same.jsonl', true],
    ]),
  )
  assert.equal((await at.collect()).analysed, 1)
  assert.deepEqual([...(await analysed()).values()], [true, true])
})
