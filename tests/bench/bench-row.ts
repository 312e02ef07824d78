/** One figure of ours beside the peer's, taken in turns in one run; `ratio` must stay below `limit`. */
export interface BenchRow {
  readonly name: string
  readonly ours: number
  readonly peer: number
  readonly ratio: number
  readonly unit: string
  readonly limit: number
}

/** A figure that may be at most so many times the peer's, or a limit's. */
export function atMost(
  name: string,
  ours: number,
  peer: number,
  unit: string,
  times = 1,
): BenchRow {
  return { name, ours, peer, ratio: ours / peer, unit, limit: times }
}

/** The value below which a share of all lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
