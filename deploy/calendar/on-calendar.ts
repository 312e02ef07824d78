import { ConfigError } from '#core/errors.ts'
import { cronFields } from './cron-fields.ts'

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/**
 * The values of OnCalendar= (systemd.time(7)) that are due when a schedule is, in UTC. Two where cron
 * means either of two restricted days: systemd knows only both. Throws a ConfigError for a schedule that
 * is never due.
 */
export function onCalendar(schedule: string): readonly string[] {
  const { minutes, hours, dates, months, days } = cronFields(schedule)
  const [, , dateText = '', , dayText = ''] = schedule.trim().split(/\s+/)
  const time = `${spans(hours, 0, 23)}:${spans(minutes, 0, 59)}:00 UTC`
  const month = spans(months, 1, 12)
  const onDates = `*-${month}-${spans(dates, 1, 31)} ${time}`
  const week = days.length === 7 ? '' : `${days.map((day) => DAYS[day]).join(',')} `
  // crontab(5): a field that starts with a star restricts nothing by itself.
  const either = !dateText.startsWith('*') && !dayText.startsWith('*')
  if (!either) {
    refuseNever(schedule, dates, months)
    return [`${week}${onDates}`]
  }
  if (days.length === 7 || dates.length === 31) return [`*-${month}-* ${time}`]
  return [...(isEverDue(dates, months) ? [onDates] : []), `${week}*-${month}-* ${time}`]
}

/** `*` where all are named, a range or a repetition where they are even, else each. */
function spans(values: readonly number[], low: number, high: number): string {
  const [first = low, second = low] = values
  const last = values.at(-1) ?? low
  const step = second - first
  if (values.length === high - low + 1) return '*'
  const even = values.length > 2 && values.every((value, at) => value === first + at * step)
  if (!even) return values.map(twoDigits).join(',')
  if (step === 1) return `${twoDigits(first)}..${twoDigits(last)}`
  return last + step > high
    ? `${twoDigits(first)}/${step}`
    : `${twoDigits(first)}..${twoDigits(last)}/${step}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

function isEverDue(dates: readonly number[], months: readonly number[]): boolean {
  return months.some((month) => dates.some((date) => date <= (LONGEST_MONTHS[month - 1] ?? 0)))
}

function refuseNever(schedule: string, dates: readonly number[], months: readonly number[]): void {
  if (isEverDue(dates, months)) return
  throw new ConfigError([`schedule ${JSON.stringify(schedule)}: there is no such day`])
}
