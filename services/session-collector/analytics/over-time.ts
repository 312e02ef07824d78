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

/** Adds up a measure of sessions by the weeks that they began in. */
export function overTime(
  sessions: readonly StoredSession[],
  measure: Measure,
  split: Split,
  now: Date,
): OverTime {
  const weeks = lastWeeks(now)
  const parts = new Map<string, number[]>()
  for (const session of sessions) {
    const { start } = session.figures
    const place = start === null ? -1 : weeks.indexOf(weekOf(new Date(start)))
    if (place < 0) continue
    for (const [name, value] of partsOf(session, measure, split)) {
      const values = parts.get(name) ?? weeks.map(() => 0)
      values[place] = (values[place] ?? 0) + value
      parts.set(name, values)
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

function partsOf(
  { username, figures }: StoredSession,
  measure: Measure,
  split: Split,
): readonly (readonly [string, number])[] {
  if (split === 'model' && (measure === 'tokens' || measure === 'cost')) {
    return Object.entries(figures.models).map(([model, tokens]) => [
      model,
      measure === 'tokens' ? allTokens(tokens) : (tokens.costUsd ?? 0),
    ])
  }
  const names: Readonly<Record<Split, string>> = {
    nothing: 'all',
    project: figures.project ?? 'no project',
    // What a model did not bring itself counts for the one that said most.
    model:
      Object.entries(figures.models).toSorted((a, b) => b[1].output - a[1].output)[0]?.[0] ??
      'no model',
    person: username,
  }
  return [[names[split], measures[measure].of(figures)]]
}
