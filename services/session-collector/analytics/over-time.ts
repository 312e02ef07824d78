import type { StoredSession } from './save-sessions.ts'
import { allTokens, measures, type Measure } from './measures.ts'
import { lastWeeks, weekOf } from './weeks.ts'

/** By what a measure is split. */
export const splits = ['nothing', 'project', 'model', 'person'] as const
export type Split = (typeof splits)[number]

/** One measure over the last weeks, split into the largest parts and the rest. */
export interface OverTime {
  readonly measure: Measure
  readonly split: Split
  /** Mondays, oldest first. */
  readonly weeks: readonly string[]
  /** The largest first; its values week by week. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
}

/** So many parts have a series of their own. */
const PARTS = 5

/**
 * Adds up a measure by weeks: active time, tokens and cost in the week in which they fell, all else in the one in
 * which its session began.
 */
export function overTime(
  sessions: readonly StoredSession[],
  measure: Measure,
  split: Split,
  now: Date,
): OverTime {
  const weeks = lastWeeks(now)
  const parts = new Map<string, number[]>()
  for (const session of sessions) {
    for (const { at, part, value } of piecesOf(session, measure, split)) {
      const place = weeks.indexOf(weekOf(new Date(at)))
      if (place < 0) continue
      const values = parts.get(part) ?? weeks.map(() => 0)
      values[place] = (values[place] ?? 0) + value
      parts.set(part, values)
    }
  }
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  const ranked = [...parts].toSorted(([a, x], [b, y]) => total(y) - total(x) || (a < b ? -1 : 1))
  const rest = ranked.slice(PARTS).map(([, values]) => values)
  const series = ranked.slice(0, PARTS).map(([name, values]) => ({ name, values }))
  if (rest.length > 0) {
    const values = weeks.map((_, place) => total(rest.map((one) => one[place] ?? 0)))
    series.push({ name: 'others', values })
  }
  return { measure, split, weeks, series }
}

interface Piece {
  readonly at: string
  readonly part: string
  readonly value: number
}

function piecesOf(session: StoredSession, measure: Measure, split: Split): readonly Piece[] {
  const { figures } = session
  const part = partOf(session, split)
  if (measure === 'tokens' || measure === 'cost') {
    return Object.entries(figures.days).flatMap(([at, models]) =>
      Object.entries(models).map(([model, tokens]) => ({
        at,
        part: split === 'model' ? model : part,
        value: measure === 'tokens' ? allTokens(tokens) : (tokens.costUsd ?? 0),
      })),
    )
  }
  if (measure === 'active') {
    return Object.entries(figures.activeByHour).map(([hour, value]) => {
      return { at: `${hour}:00:00Z`, part, value }
    })
  }
  const { start } = figures
  return start === null ? [] : [{ at: start, part, value: measures[measure].of(figures) }]
}

function partOf({ username, figures }: StoredSession, split: Split): string {
  const names: Readonly<Record<Split, string>> = {
    nothing: 'all',
    project: figures.project ?? 'no project',
    // What a model did not bring itself counts for the one that said most.
    model:
      Object.entries(figures.models).toSorted((a, b) => b[1].output - a[1].output)[0]?.[0] ??
      'no model',
    person: username,
  }
  return names[split]
}
