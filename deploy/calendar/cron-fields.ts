import { ConfigError } from '#core/errors.ts'

/** The five fields of a schedule as sets of numbers; `days` of the week count from Sunday, 0. */
export interface CronFields {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly dates: readonly number[]
  readonly months: readonly number[]
  readonly days: readonly number[]
}

interface Field {
  readonly name: string
  readonly low: number
  readonly high: number
  readonly names?: readonly string[]
}

const FIELDS = [
  { name: 'minute', low: 0, high: 59 },
  { name: 'hour', low: 0, high: 23 },
  { name: 'day of the month', low: 1, high: 31 },
  {
    name: 'month',
    low: 1,
    high: 12,
    names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
  },
  { name: 'day of the week', low: 0, high: 7, names: 'sun mon tue wed thu fri sat'.split(' ') },
] as const satisfies readonly Field[]

/**
 * Reads five cron fields (crontab(5): lists, ranges, steps and English names). Throws a ConfigError for
 * what a calendar cannot say: macros, a second or sixth field, `L`, `#`, values out of range.
 */
export function cronFields(schedule: string): CronFields {
  const texts = schedule.trim().split(/\s+/)
  if (texts.length !== FIELDS.length) refuse(schedule, 'needs five fields')
  const [minutes = [], hours = [], dates = [], months = [], days = []] = FIELDS.map((field, at) =>
    valuesOf(texts[at] ?? '', field, schedule),
  )
  const week = new Set(days.map((day) => day % 7))
  return { minutes, hours, dates, months, days: [...week].sort((a, b) => a - b) }
}

function valuesOf(text: string, field: Field, schedule: string): readonly number[] {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [, range = '', step = '1'] = /^(\*|\w+(?:-\w+)?)(?:\/(\d+))?$/.exec(part) ?? []
    if (range === '') refuse(schedule, `${field.name}: ${part} is not understood`)
    if (Number(step) < 1) refuse(schedule, `${field.name}: a step of ${step} goes nowhere`)
    const [first, last] = ends(range, part, field, schedule)
    if (last < first) refuse(schedule, `${field.name}: ${range} runs backwards`)
    for (let value = first; value <= last; value += Number(step)) values.add(value)
  }
  return [...values].sort((a, b) => a - b)
}

function ends(range: string, part: string, field: Field, schedule: string): [number, number] {
  // Seven is Sunday a second time: only who writes it means it.
  const last = field.name === 'day of the week' ? 6 : field.high
  if (range === '*') return [field.low, last]
  const [from = '', to] = range.split('-')
  const first = valueOf(from, field, schedule)
  if (to !== undefined) return [first, valueOf(to, field, schedule)]
  if (part.includes('/')) {
    // crontab(5) defines steps after a range or `*` only; tools read `5/10` differently.
    return refuse(schedule, `${field.name}: write ${from}-${last}/… instead of ${part}`)
  }
  return [first, first]
}

function valueOf(text: string, { name, low, high, names }: Field, schedule: string): number {
  const named = names?.indexOf(text.toLowerCase()) ?? -1
  const value = named >= 0 ? named + (low === 0 ? 0 : 1) : /^\d+$/.test(text) ? Number(text) : NaN
  if (!(value >= low && value <= high)) {
    refuse(schedule, `${name}: ${text} is not between ${low} and ${high}`)
  }
  return value
}

function refuse(schedule: string, reason: string): never {
  throw new ConfigError([`schedule ${JSON.stringify(schedule)}: ${reason}`])
}
