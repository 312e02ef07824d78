import { totalsOf, type Totals } from '../report-of.ts'
import type { StoredSession } from './save-sessions.ts'

/** How one person uses it. */
export interface PersonActivity {
  readonly username: string
  readonly totals: Totals
}

/** When, with what and by whom. Hours are of UTC, weekdays from Monday. */
export interface Activity {
  readonly totals: Totals
  /** Active milliseconds by weekday and hour. */
  readonly hours: readonly (readonly number[])[]
  readonly tools: readonly (readonly [string, number])[]
  readonly projects: readonly (readonly [string, number])[]
  readonly people: readonly PersonActivity[]
}

/** Puts sessions together. */
export function activityOf(sessions: readonly StoredSession[]): Activity {
  const hours = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  const tools = new Map<string, number>()
  const projects = new Map<string, number>()
  for (const { figures } of sessions) {
    for (const [name, times] of Object.entries(figures.tools)) add(tools, name, times)
    if (figures.project !== null) add(projects, figures.project, 1)
    for (const [name, ms] of Object.entries(figures.activeByHour)) {
      const at = new Date(`${name}:00:00Z`)
      const ofDay = hours[(at.getUTCDay() + 6) % 7]
      const hour = at.getUTCHours()
      if (ofDay) ofDay[hour] = (ofDay[hour] ?? 0) + ms
    }
  }
  const byPerson = Map.groupBy(sessions, ({ username }) => username)
  return {
    totals: totalsOf(sessions),
    hours,
    tools: ranked(tools),
    projects: ranked(projects),
    people: [...byPerson]
      .map(([username, own]) => ({ username, totals: totalsOf(own) }))
      .toSorted((a, b) => b.totals.activeMs - a.totals.activeMs),
  }
}

function add(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by)
}

function ranked(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}
