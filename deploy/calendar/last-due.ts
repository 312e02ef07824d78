import { cronFields } from './cron-fields.ts'

const MINUTE = 60_000

/**
 * When a schedule (UTC, crontab(5)) was due last at `until` or before, and after `since`; undefined when it was not.
 * Looks at every minute between them, so they are to be days apart, not years.
 */
export function lastDue(schedule: string, since: Date, until: Date): Date | undefined {
  const { minutes, hours, dates, months, days } = cronFields(schedule)
  const [, , dateText = '', , dayText = ''] = schedule.trim().split(/\s+/)
  const either = !dateText.startsWith('*') && !dayText.startsWith('*')
  const isDay = (at: Date) => {
    const [onDate, onDay] = [dates.includes(at.getUTCDate()), days.includes(at.getUTCDay())]
    return either ? onDate || onDay : onDate && onDay
  }
  const last = Math.floor(until.getTime() / MINUTE) * MINUTE
  for (let time = last; time > since.getTime(); time -= MINUTE) {
    const at = new Date(time)
    if (!minutes.includes(at.getUTCMinutes()) || !hours.includes(at.getUTCHours())) continue
    if (months.includes(at.getUTCMonth() + 1) && isDay(at)) return at
  }
  return undefined
}
