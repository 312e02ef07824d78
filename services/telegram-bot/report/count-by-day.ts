const DAY_MS = 86_400_000

/** How many of the times fall on each of the last days (UTC, at midnight), the oldest day first. */
export function countByDay(
  times: readonly Date[],
  days: number,
  now: Date,
): readonly { readonly day: Date; readonly count: number }[] {
  const today = Math.floor(now.getTime() / DAY_MS)
  const counts = new Map<number, number>()
  for (const time of times) {
    const day = Math.floor(time.getTime() / DAY_MS)
    counts.set(day, (counts.get(day) ?? 0) + 1)
  }
  return Array.from({ length: days }, (_, index) => {
    const day = today - days + 1 + index
    return { day: new Date(day * DAY_MS), count: counts.get(day) ?? 0 }
  })
}
