import { ConfigError } from '#core/errors.ts'

const macros: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
}
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * A schedule of cron (five fields, UTC) as systemd's OnCalendar (systemd.time(7)), exactly: two lines where
 * cron means either of two days. ConfigError, with `where`, for what is no schedule and for what never comes.
 */
export function onCalendar(schedule: string, where: string): readonly string[] {
  const expression = macros[schedule.trim()] ?? schedule.trim()
  const fields = expression.split(/\s+/)
  const wrong = (reason: string) =>
    new ConfigError([`${where}: the schedule “${schedule}” cannot be carried: ${reason}`])
  if (fields.length !== 5) throw wrong('it has not five fields')
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields
  const read = (field: string, from: number, to: number, names: readonly string[] = []) =>
    values(field, from, to, names, wrong)
  const time = `${list(read(hour, 0, 23), 24)}:${list(read(minute, 0, 59), 60)}:00 UTC`
  const inMonths = read(month, 1, 12, months)
  const days = read(day, 1, 31)
  const onWeekdays = [
    ...new Set(
      read(
        weekday,
        0,
        7,
        weekdays.map((name) => name.toLowerCase()),
      ).map((n) => n % 7),
    ),
  ].toSorted((a, b) => a - b)
  const date = (dates: readonly number[]) => `*-${list(inMonths, 12)}-${list(dates, 31)}`
  const names = onWeekdays.length === 7 ? '' : `${onWeekdays.map((n) => weekdays[n]).join(',')} `
  const all = Array.from({ length: 31 }, (_, nth) => nth + 1)

  // Cron takes either of the two when neither begins with a star, and else both.
  const either = !day.startsWith('*') && !weekday.startsWith('*')
  const comes = inMonths.some((n) => days.some((d) => d <= (longest[n - 1] ?? 0)))
  if (either) {
    const byWeekday = `${names}${date(all)} ${time}`
    return comes ? [`${date(days)} ${time}`, byWeekday] : [byWeekday]
  }
  if (!comes) throw wrong('such a day never comes')
  return [`${names}${date(days)} ${time}`]
}

/** The numbers that a field means, in order. */
function values(
  field: string,
  from: number,
  to: number,
  names: readonly string[],
  wrong: (reason: string) => Error,
): readonly number[] {
  const found = new Set<number>()
  const number = (text: string): number => {
    const named = names.indexOf(text.toLowerCase())
    const value = named >= 0 ? named + from : /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= from && value <= to)) throw wrong(`“${text}” is not within ${from} to ${to}`)
    return value
  }
  for (const part of field.split(',')) {
    const [range = '', step, ...more] = part.split('/')
    const every = step === undefined ? 1 : Number(step)
    if (more.length > 0 || !Number.isSafeInteger(every) || every < 1) {
      throw wrong(`“${part}” has no good step`)
    }
    const [first = '', last, ...rest] = range.split('-')
    if (rest.length > 0) throw wrong(`“${part}” is no range`)
    const begin = first === '*' ? from : number(first)
    // A step after one number goes on to the end, as in Vixie's cron.
    const end =
      first === '*' ? to : last !== undefined ? number(last) : step === undefined ? begin : to
    if (begin > end) throw wrong(`“${part}” ends before it begins`)
    for (let value = begin; value <= end; value += every) found.add(value)
  }
  return [...found].toSorted((a, b) => a - b)
}

/** Numbers as systemd writes them; `*` when all of them are meant. */
function list(numbers: readonly number[], all: number): string {
  if (numbers.length === all) return '*'
  return numbers.map((n) => String(n).padStart(2, '0')).join(',')
}
