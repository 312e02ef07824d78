import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTranscripts, turn, turns } from '../../../tests/peers/transcripts.ts'
import { loadSessions } from './save-sessions.ts'

test('a subagent’s file that repeats rows of its session told what happened twice: it happened once', async () => {
  await using at = await openTranscripts()
  const line = (record: object) => `${JSON.stringify(record)}\n`
  const denied = { type: 'tool_result', tool_use_id: 't', is_error: true, content: 'no' }
  const parent = [
    turns(0, 2),
    turn(2, { message: { content: '[Request interrupted by user]' } }),
    turn(3, { message: { content: [denied] }, toolDenialKind: 'user-rejected' }),
    line({ type: 'system', subtype: 'turn_duration', durationMs: 700, uuid: 's1' }),
    line({ type: 'system', subtype: 'compact_boundary', uuid: 's2' }),
    line({ type: 'assistant', uuid: 'a1', isApiErrorMessage: true, message: {} }),
  ].join('')
  const own = turn(9, { isSidechain: true, toolDenialKind: 'user-rejected' })
  await at.write('ann', '.claude/projects/p/s.jsonl', parent)
  await at.write('ann', '.claude/projects/p/s/subagents/agent-1.jsonl', parent + own)
  await at.collect()
  const [session] = await loadSessions(at.place.db)
  const { userTurns, interrupts, denials, apiErrors, compactions, turnMs, errors, quality } =
    session?.figures ?? assert.fail('no session')
  assert.deepEqual([userTurns, interrupts, denials, apiErrors], [3, 1, 2, 1])
  assert.deepEqual([compactions, turnMs, errors], [1, 700, { '(unknown)': 1 }])
  assert.equal(quality.lines, 15, 'every line is accounted for all the same')
})
