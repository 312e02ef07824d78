/** A pause that is longer ends a burst of work: sessions are resumed after days. */
const PAUSE_MS = 5 * 60 * 1000

/** From when to when somebody worked without a pause; milliseconds since 1970. */
export type Burst = readonly [from: number, until: number]

/** The bursts that times fall into, whatever their order. */
export function burstsOf(times: readonly number[]): readonly Burst[] {
  return joinBursts(times.map((time) => [time, time]))
}

/** Bursts of several files as those of all together. */
export function joinBursts(bursts: readonly Burst[]): readonly Burst[] {
  const joined: [number, number][] = []
  for (const [from, until] of bursts.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last && from - last[1] <= PAUSE_MS) last[1] = Math.max(last[1], until)
    else joined.push([from, until])
  }
  return joined
}

/** The time that was worked: the pauses of at most five minutes between records. */
export function activeMs(bursts: readonly Burst[]): number {
  return bursts.reduce((sum, [from, until]) => sum + until - from, 0)
}

const HOUR_MS = 60 * 60 * 1000

/** The time that was worked, by the hours of UTC in which it was: `2026-01-05T09`. */
export function activeByHour(bursts: readonly Burst[]): ReadonlyMap<string, number> {
  const hours = new Map<string, number>()
  for (const [from, until] of bursts) {
    for (let at = from; at < until;) {
      const end = Math.min(until, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS)
      const hour = new Date(at).toISOString().slice(0, 13)
      hours.set(hour, (hours.get(hour) ?? 0) + end - at)
      at = end
    }
  }
  return hours
}
