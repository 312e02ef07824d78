import type { StoredSession } from './save-sessions.ts'
import { lastWeeks, weekOf } from './weeks.ts'

/** How many people use it, week by week, and lately. */
export interface Adoption {
  /** Mondays, oldest first. */
  readonly weeks: readonly string[]
  readonly people: readonly number[]
  /** Who worked with it in the last four weeks, this one included. */
  readonly lately: number
  /** Of these, who had not before, as far as is known. */
  readonly begun: number
  /** Everybody who may enter. */
  readonly all: number
}

const LATELY = 4

/** Counts the people with a session in each week; `all` may enter. */
export function adoptionOf(sessions: readonly StoredSession[], all: number, now: Date): Adoption {
  const weeks = lastWeeks(now)
  const since = weeks.at(-LATELY) ?? ''
  const byWeek = new Map<string, Set<string>>(weeks.map((week) => [week, new Set()]))
  const [lately, before] = [new Set<string>(), new Set<string>()]
  for (const { username, figures } of sessions) {
    for (const time of [figures.start ?? [], ...hoursOf(figures.activeByHour)].flat()) {
      const week = weekOf(new Date(time))
      byWeek.get(week)?.add(username)
      if (byWeek.has(week) && week >= since) lately.add(username)
      else if (week < since) before.add(username)
    }
  }
  return {
    weeks,
    people: weeks.map((week) => byWeek.get(week)?.size ?? 0),
    lately: lately.size,
    begun: lately.difference(before).size,
    all,
  }
}

function hoursOf(hours: Readonly<Record<string, number>>): readonly string[] {
  return Object.keys(hours).map((hour) => `${hour}:00:00Z`)
}
