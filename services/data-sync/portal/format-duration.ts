const steps = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3600 },
  { unit: 'min', seconds: 60 },
  { unit: 's', seconds: 1 },
] as const

/** A duration in its two largest units: "340 ms", "12 s", "3 min 20 s", "2 h". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`
  const seconds = Math.round(milliseconds / 1000)
  const first = steps.findIndex((step) => seconds >= step.seconds)
  const large = steps[first]
  const small = steps[first + 1]
  if (!large) return '0 s'
  const rest = small ? Math.floor((seconds % large.seconds) / small.seconds) : 0
  const whole = `${Math.floor(seconds / large.seconds)} ${large.unit}`
  return small && rest > 0 ? `${whole} ${rest} ${small.unit}` : whole
}
