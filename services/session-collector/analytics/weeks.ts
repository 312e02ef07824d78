const WEEKS = 26
const DAY_MS = 86_400_000

/** The Mondays of the last half year, oldest first (UTC, `2026-01-05`). */
export function lastWeeks(now: Date): readonly string[] {
  const last = Date.parse(weekOf(now))
  return Array.from({ length: WEEKS }, (_, place) =>
    new Date(last - (WEEKS - 1 - place) * 7 * DAY_MS).toISOString().slice(0, 10),
  )
}

/** The Monday of a day. */
export function weekOf(date: Date): string {
  const day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())
  return new Date(day - ((date.getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10)
}
