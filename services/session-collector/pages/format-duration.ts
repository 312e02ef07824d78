/** Milliseconds as people say them: "3 h 5 min", "40 s". */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** US dollars; a part without a known price is said. */
export function formatCost({
  costUsd,
  unpriced,
}: {
  costUsd: number | null
  unpriced: boolean
}): string {
  if (costUsd === null) return unpriced ? 'price unknown' : '$0.00'
  const amount = costUsd > 0 && costUsd < 0.01 ? '<$0.01' : `$${costUsd.toFixed(2)}`
  return unpriced ? `${amount} and more` : amount
}
