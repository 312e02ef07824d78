import { chooser } from './seeded-random.ts'

const FIELDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const

/** Schedules of five fields with stars, steps, ranges and lists; the same ones for the same seed. */
export function randomSchedules(count: number, seed: number): readonly string[] {
  const { below, pick } = chooser(seed)
  const between = (low: number, high: number) => low + below(high - low + 1)
  const part = (low: number, high: number): string => {
    const first = between(low, high)
    const last = between(first, high)
    return pick([
      '*',
      `*/${between(2, Math.max(2, (high - low) >> 1))}`,
      `${first}`,
      `${first}-${last}`,
      `${first}-${last}/${between(2, 5)}`,
    ])
  }
  const field = ([low, high]: readonly [number, number]): string =>
    below(4) === 0 ? [first(low, high), first(low, high)].join(',') : part(low, high)
  const first = (low: number, high: number) => String(between(low, high))
  return Array.from({ length: count }, () => FIELDS.map(field).join(' '))
}

/** The next times (UTC, milliseconds) that crontab(5) names after a moment, found minute by minute over five years. */
export function dueTimes(schedule: string, after: number, count: number): readonly number[] {
  const texts = schedule.split(/\s+/)
  const [minute, hour, date, month, day] = texts.map((text, at) =>
    members(text, FIELDS[at] ?? [0, 0]),
  )
  const either = ![texts[2], texts[4]].some((text) => text?.startsWith('*'))
  const due: number[] = []
  const end = after + 5 * 366 * 86_400_000
  for (
    let day0 = after - (after % 86_400_000);
    day0 < end && due.length < count;
    day0 += 86_400_000
  ) {
    const at = new Date(day0)
    const onDate = date?.has(at.getUTCDate()) === true
    const onDay = day?.has(at.getUTCDay()) === true
    if (!month?.has(at.getUTCMonth() + 1) || !(either ? onDate || onDay : onDate && onDay)) continue
    for (let of = 0; of < 1440; of++) {
      const time = day0 + of * 60_000
      if (time > after && hour?.has(Math.floor(of / 60)) && minute?.has(of % 60)) due.push(time)
    }
  }
  return due.slice(0, count)
}

function members(text: string, [low, high]: readonly [number, number]): ReadonlySet<number> {
  const all = Array.from({ length: high - low + 1 }, (_, at) => low + at)
  const parts = text.split(',').map((part) => {
    const [range = '', step = '1'] = part.split('/')
    const [first = low, last = first] = range === '*' ? [low, high] : range.split('-').map(Number)
    return all.filter((v) => v >= first && v <= last && (v - first) % Number(step) === 0)
  })
  return new Set(parts.flat())
}
