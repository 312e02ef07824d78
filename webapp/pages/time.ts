import { html, type Html } from '#core/html.ts'
import { utcMinute } from '#core/portal/exact-time.ts'

const steps = [
  { unit: 'year', seconds: 31_536_000 },
  { unit: 'month', seconds: 2_592_000 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
] as const

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** How long ago, or in how long: "5 minutes ago", "in 3 days", "just now" below one minute. */
export function relativeTime(date: Date, now: Date): string {
  const seconds = (date.getTime() - now.getTime()) / 1000
  const step = steps.find((candidate) => Math.abs(seconds) >= candidate.seconds)
  if (!step) return 'just now'
  return words.format(Math.round(seconds / step.seconds), step.unit)
}

/** The same as an element; the exact time in UTC is in its title. */
export function timeAgo(date: Date, now: Date): Html {
  const [exact, title] = [date.toISOString(), utcMinute(date)]
  return html`<time datetime="${exact}" title="${title}">${relativeTime(date, now)}</time>`
}
