import { totalsOf, type Totals } from '../report-of.ts'
import { count } from '../transcript/file-analysis.ts'
import type { StoredSession } from './save-sessions.ts'

/** What was done by one person, or in one project. */
export interface Group {
  readonly name: string
  readonly totals: Totals
}

/** When, with what, where and by whom. Hours are of UTC, weekdays from Monday. */
export interface Activity {
  readonly totals: Totals
  /** Active milliseconds by weekday and hour. */
  readonly hours: readonly (readonly number[])[]
  /** The most used first. */
  readonly tools: readonly (readonly [string, number])[]
  /** Those with the most active time first. */
  readonly projects: readonly Group[]
  readonly people: readonly Group[]
}

/** Puts sessions together. */
export function activityOf(sessions: readonly StoredSession[]): Activity {
  const hours = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  const tools = new Map<string, number>()
  for (const { figures } of sessions) {
    for (const [name, times] of Object.entries(figures.tools)) count(tools, name, times)
    for (const [name, ms] of Object.entries(figures.activeByHour)) {
      const at = new Date(`${name}:00:00Z`)
      const ofDay = hours[(at.getUTCDay() + 6) % 7]
      const hour = at.getUTCHours()
      if (ofDay) ofDay[hour] = (ofDay[hour] ?? 0) + ms
    }
  }
  return {
    totals: totalsOf(sessions),
    hours,
    tools: [...tools].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
    projects: groupsOf(sessions, ({ figures }) => figures.project ?? undefined),
    people: groupsOf(sessions, ({ username }) => username),
  }
}

function groupsOf(
  sessions: readonly StoredSession[],
  nameOf: (session: StoredSession) => string | undefined,
): readonly Group[] {
  return [...Map.groupBy(sessions, nameOf)]
    .flatMap(([name, own]) => (name === undefined ? [] : [{ name, totals: totalsOf(own) }]))
    .toSorted((a, b) => b.totals.activeMs - a.totals.activeMs || (a.name < b.name ? -1 : 1))
}
