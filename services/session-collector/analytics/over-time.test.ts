import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyAnalysis } from '../transcript/file-analysis.ts'
import { overTime } from './over-time.ts'
import { noTokens, sessionFigures } from './session-figures.ts'

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

test('weeks begin on Monday at midnight UTC, and what is older than half a year or has no start is in none', () => {
  const sessions = [
    session('ann', '/shop', '2026-03-02', 1),
    session('ann', '/shop', '2026-03-01', 10),
    session('ann', '/shop', '2025-09-08', 100),
    session('ann', '/shop', '2025-09-07', 1000),
    {
      ...session('ann', '/shop', '2026-03-02', 5),
      figures: { ...session('a', '/', '', 9).figures, start: null },
    },
  ]
  const { weeks, series } = overTime(sessions, 'turns', 'nothing', now)
  assert.deepEqual([weeks.length, weeks[0], weeks.at(-1)], [26, '2025-09-08', '2026-03-02'])
  const values = series[0]?.values ?? []
  assert.deepEqual([values[0], values.at(-2), values.at(-1)], [100, 10, 1])
  assert.equal(
    values.reduce((sum, value) => sum + value, 0),
    111,
  )
})

test('tokens are split by every model that brought them, all else counts for the one that said most', () => {
  const { figures, ...rest } = session('ann', '/shop', '2026-03-02', 7)
  const models = {
    small: { ...noTokens(), output: 1, input: 100, costUsd: 2 },
    large: { ...noTokens(), output: 5, costUsd: null, unpriced: true },
  }
  const days = { '2026-03-02': models }
  const one = { ...rest, figures: { ...figures, models, days } }
  const partsOf = (measure: 'tokens' | 'cost' | 'turns') =>
    overTime([one], measure, 'model', now).series.map(({ name, values }) => [name, values.at(-1)])
  assert.deepEqual(partsOf('tokens'), [
    ['small', 101],
    ['large', 5],
  ])
  assert.deepEqual(partsOf('cost'), [
    ['small', 2],
    ['large', 0],
  ])
  assert.deepEqual(partsOf('turns'), [['large', 7]])
})

test('a session that was resumed after weeks was told where it began: what was worked and paid stands where it fell', () => {
  const { figures, ...rest } = session('ann', '/shop', '2026-02-18', 7)
  const of = (output: number) => ({ m: { ...noTokens(), output, costUsd: output } })
  const over = {
    activeByHour: { '2026-02-18T10': 3, '2026-03-02T00': 4, '2026-03-08T23': 5 },
    days: { '2026-02-18': of(10), '2026-03-01': of(20), '2026-03-02': of(30), '2020-01-01': of(9) },
  }
  const one = { ...rest, figures: { ...figures, ...over } }
  const valuesOf = (measure: 'active' | 'tokens' | 'cost' | 'turns') =>
    overTime([one], measure, 'nothing', now).series.map(({ values }) => values.slice(-3))
  assert.deepEqual(valuesOf('active'), [[3, 0, 9]])
  assert.deepEqual(valuesOf('tokens'), [[10, 20, 30]])
  assert.deepEqual(valuesOf('cost'), [[10, 20, 30]])
  assert.deepEqual(valuesOf('turns'), [[7, 0, 0]])
})
