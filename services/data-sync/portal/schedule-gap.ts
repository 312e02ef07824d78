const HOUR = 3_600_000

/**
 * The longest time that lies between two runs of a schedule of five cron fields, in milliseconds,
 * rounded up to an hour, a day, a week, a month or a year.
 */
export function scheduleGap(cron: string): number {
  const [, hour = '*', day = '*', month = '*', weekday = '*'] = cron.trim().split(/\s+/)
  if (month !== '*') return 366 * 24 * HOUR
  if (day !== '*') return 31 * 24 * HOUR
  if (weekday !== '*') return 7 * 24 * HOUR
  return hour === '*' ? HOUR : 24 * HOUR
}
