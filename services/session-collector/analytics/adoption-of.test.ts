import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyAnalysis } from '../transcript/file-analysis.ts'
import { adoptionOf } from './adoption-of.ts'
import { sessionFigures, type SessionFigures } from './session-figures.ts'

const now = new Date('2026-03-04T12:00:00Z')

function session(username: string, over: Partial<SessionFigures>) {
  const figures = { ...sessionFigures(emptyAnalysis(), []), ...over }
  return { username, id: `${username}-${over.start}`, private: false, figures }
}

test('a person counts once in each week in which they worked, also where a session went on', () => {
  const { weeks, people } = adoptionOf(
    [
      session('ann', { start: '2026-03-02T00:00:00.000Z' }),
      session('ann', { start: '2026-03-03T00:00:00.000Z' }),
      session('bob', {
        start: '2026-02-17T09:00:00.000Z',
        activeByHour: { '2026-02-17T09': 5, '2026-03-08T23': 5 },
      }),
      session('cyd', { start: null }),
      session('dan', { start: '2019-01-01T00:00:00.000Z' }),
    ],
    9,
    now,
  )
  assert.deepEqual([weeks.length, weeks.at(-1)], [26, '2026-03-02'])
  assert.deepEqual(people.slice(-4), [0, 1, 0, 2])
  assert.equal(
    people.reduce((sum, count) => sum + count, 0),
    3,
  )
})

test('of those who worked in the last four weeks the new ones are told, and everybody who could', () => {
  const { lately, begun, all } = adoptionOf(
    [
      session('old', { start: '2019-01-01T00:00:00.000Z' }),
      session('old', { start: '2026-02-09T00:00:00.000Z' }),
      session('new', { start: '2026-03-01T00:00:00.000Z' }),
      session('gone', { start: '2026-02-08T23:59:59.999Z' }),
      session('ahead', { start: '2027-01-01T00:00:00.000Z' }),
    ],
    7,
    now,
  )
  assert.deepEqual([lately, begun, all], [2, 1, 7])
})
