import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyAnalysis } from '../transcript/file-analysis.ts'
import { overTime } from './over-time.ts'
import { sessionFigures } from './session-figures.ts'

const now = new Date('2026-03-04T12:00:00Z')

function session(username: string, project: string, day: string, userTurns: number) {
  const figures = sessionFigures(emptyAnalysis(), [])
  return {
    username,
    id: `${username}-${day}`,
    private: false,
    figures: { ...figures, project, userTurns, start: `${day}T10:00:00.000Z` },
  }
}

test('a measure is added up by the Monday of its week, split by project, the largest first', () => {
  const sessions = [
    session('ann', '/shop', '2026-03-02', 3),
    session('bob', '/shop', '2026-03-08', 4),
    session('bob', '/ads', '2026-02-22', 50),
    session('bob', '/ads', '2020-01-01', 999),
  ]
  const { weeks, series } = overTime(sessions, 'turns', 'project', now)
  assert.deepEqual(weeks.slice(-3), ['2026-02-16', '2026-02-23', '2026-03-02'])
  assert.deepEqual(
    series.map(({ name, values }) => [name, values.slice(-3)]),
    [
      ['/ads', [50, 0, 0]],
      ['/shop', [0, 0, 7]],
    ],
  )
  const people = overTime(sessions, 'turns', 'person', now).series
  assert.deepEqual(
    people.map(({ name }) => name),
    ['bob', 'ann'],
  )
})

test('beyond five parts the rest is one, and nothing is lost', () => {
  const sessions = Array.from({ length: 8 }, (_, n) =>
    session('ann', `/p${n}`, '2026-03-02', n + 1),
  )
  const { series } = overTime(sessions, 'turns', 'project', now)
  assert.equal(series.length, 6)
  assert.deepEqual([series[5]?.name, series[5]?.values.at(-1)], ['others', 1 + 2 + 3])
})
