const DAY_MS = 86_400_000

/** How many of the times fall on each of the last days (UTC), the oldest day first. */
export function countByDay(times: readonly Date[], days: number, now: Date): readonly number[] {
  const today = Math.floor(now.getTime() / DAY_MS)
  const counts = Array.from({ length: days }, () => 0)
  for (const time of times) {
    const place = days - 1 - (today - Math.floor(time.getTime() / DAY_MS))
    if (place in counts) counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}
