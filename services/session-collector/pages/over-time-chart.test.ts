import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measureNames } from '../analytics/measures.ts'
import { overTime, splits } from '../analytics/over-time.ts'
import type { StoredSession } from '../analytics/save-sessions.ts'
import { noTokens, sessionFigures, type SessionFigures } from '../analytics/session-figures.ts'
import { emptyAnalysis } from '../transcript/file-analysis.ts'
import { overTimeCard } from './over-time-chart.ts'

const now = new Date('2026-03-04T12:00:00Z')
const chartPlace = { path: '/sessions/team', team: true, project: undefined }

function session(id: string, over: Partial<SessionFigures> = {}): StoredSession {
  const figures = { ...sessionFigures(emptyAnalysis(), []), ...over }
  return { username: 'ann', id, private: false, figures }
}

test('weeks without anything are said to be empty, and others have a scale', () => {
  const card = (sessions: readonly StoredSession[]) =>
    overTimeCard(overTime(sessions, 'active', 'nothing', now), chartPlace).text
  assert.match(card([]), /Nothing in the last 26 weeks/)
  const scale = card([session('s', { activeByHour: { '2026-02-17T10': 90_000 } })])
  assert.match(scale, /2025-09-08[^]*most: 2 min[^]*2026-03-02/)
})

test('a chart of any measure and split has bars of the whole height for the most, and none for nothing', () => {
  const figures = {
    start: '2026-03-03T10:00:00.000Z',
    ...{ activeMs: 9, wallMs: 9, userTurns: 9, denials: 9, tools: { a: 9 }, errors: { a: 9 } },
    activeByHour: { '2026-03-03T10': 9 },
    models: { m: { ...noTokens(), output: 9, costUsd: 9 } },
    days: { '2026-03-03': { m: { ...noTokens(), output: 9, costUsd: 9 } } },
    tokens: { ...noTokens(), output: 9, costUsd: 9 },
  }
  for (const measure of measureNames)
    for (const split of splits) {
      const heights = (sessions: readonly StoredSession[]) => {
        const { text } = overTimeCard(overTime(sessions, measure, split, now), chartPlace)
        assert.doesNotMatch(text, /NaN|Infinity|undefined/, `${measure} ${split}`)
        return [...text.matchAll(/<rect\s+class="bar part-\d"[^>]*height="([\d.]+)"/gs)]
          .map(([, height]) => Number(height))
          .filter((height) => height !== 12)
      }
      assert.deepEqual(heights([session('s', figures)]), [156], `${measure} ${split}`)
      const idle = session('s', { start: figures.start })
      assert.deepEqual(heights([idle]), [])
      assert.deepEqual(heights([session('s')]), [])
      assert.deepEqual(heights([]), [])
    }
})
