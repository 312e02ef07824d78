/** A duration for people: 0.4 s, 3 min 20 s. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${seconds < 10 ? seconds.toFixed(1) : whole} s`
  return `${Math.floor(whole / 60)} min ${whole % 60} s`
}
