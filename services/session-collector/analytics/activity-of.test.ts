import assert from 'node:assert/strict'
import { test } from 'node:test'
import { totalsOf } from '../report-of.ts'
import { emptyAnalysis } from '../transcript/file-analysis.ts'
import { activityOf } from './activity-of.ts'
import type { StoredSession } from './save-sessions.ts'
import { noTokens, sessionFigures, type SessionFigures } from './session-figures.ts'

function session(username: string, over: Partial<SessionFigures>): StoredSession {
  const figures = { ...sessionFigures(emptyAnalysis(), []), ...over }
  return { username, id: `${username}-${over.start}`, private: false, figures }
}

test('active time stands at the weekdays and hours of UTC in which it fell, weeks from Monday', () => {
  const { hours } = activityOf([
    session('ann', { activeByHour: { '2026-03-01T23': 7, '2026-03-02T00': 5 } }),
    session('bob', { activeByHour: { '2026-03-09T00': 11 } }),
    session('bob', { start: '2026-03-09T00:30:00.000Z', activeMs: 0 }),
  ])
  const filled = hours.flatMap((ofDay, day) =>
    ofDay.flatMap((ms, hour) => (ms > 0 ? [[day, hour, ms]] : [])),
  )
  assert.deepEqual(filled, [
    [0, 0, 16],
    [6, 23, 7],
  ])
})

test('tools are ranked, projects and people by their active time, and a session without a start counts in all sums', () => {
  const activity = activityOf([
    session('ann', { tools: { Bash: 2, Read: 1 }, project: '/b', activeMs: 1 }),
    session('bob', { tools: { Read: 1, Edit: 2 }, project: '/a', activeMs: 3 }),
    session('bob', { project: '/a', activeMs: 0 }),
    session('cyd', { project: null, activeMs: 2 }),
  ])
  assert.deepEqual(activity.tools, [
    ['Bash', 2],
    ['Edit', 2],
    ['Read', 2],
  ])
  const named = (groups: typeof activity.people) =>
    groups.map(({ name, totals }) => [name, totals.sessions])
  assert.deepEqual(named(activity.projects), [
    ['/a', 2],
    ['/b', 1],
  ])
  assert.deepEqual(named(activity.people), [
    ['bob', 2],
    ['cyd', 1],
    ['ann', 1],
  ])
  assert.deepEqual([activity.totals.people, activity.totals.activeMs], [3, 6])
})

test('names that programs know otherwise are names of tools and models like any others', () => {
  const odd = JSON.parse('{"__proto__": 2, "constructor": 1, "toString": 1}') as Record<
    string,
    number
  >
  const models = JSON.parse(`{"__proto__": ${JSON.stringify({ ...noTokens(), output: 4 })}}`) as {
    [model: string]: ReturnType<typeof noTokens>
  }
  const sessions = [session('ann', { tools: odd, models }), session('bob', { tools: odd, models })]
  assert.deepEqual(activityOf(sessions).tools, [
    ['__proto__', 4],
    ['constructor', 2],
    ['toString', 2],
  ])
  const totals = totalsOf(sessions)
  assert.deepEqual(
    Object.entries(totals.models).map(([name, { output }]) => [name, output]),
    [['__proto__', 8]],
  )
  assert.equal(totals.toolUses, 8)
})

test('a cost that is known in part says so, and one that is not known at all is none', () => {
  const tokens = (costUsd: number | null, unpriced: boolean) => ({
    ...noTokens(),
    costUsd,
    unpriced,
  })
  const sumOf = (...all: ReturnType<typeof tokens>[]) => {
    const { costUsd, unpriced } = totalsOf(all.map((one) => session('a', { tokens: one }))).tokens
    return [costUsd, unpriced]
  }
  assert.deepEqual(sumOf(tokens(1, false), tokens(2, false)), [3, false])
  assert.deepEqual(sumOf(tokens(1, false), tokens(null, true)), [1, true])
  assert.deepEqual(sumOf(tokens(null, true), tokens(null, true)), [null, true])
})
