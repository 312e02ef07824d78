import { html, type Html } from '../html.ts'
import { utcMinute } from './exact-time.ts'

const steps = [
  { unit: 'y', seconds: 31_536_000 },
  { unit: 'mo', seconds: 2_592_000 },
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3600 },
  { unit: 'min', seconds: 60 },
] as const

/** How long ago: "2 h ago", "just now" below a minute and for clocks that run ahead. */
export function ago(date: Date, now: Date): string {
  const seconds = (now.getTime() - date.getTime()) / 1000
  const step = steps.find((candidate) => seconds >= candidate.seconds)
  return step ? `${Math.floor(seconds / step.seconds)} ${step.unit} ago` : 'just now'
}

/** The same as an element, machine-readable, with the exact time in UTC as its title. */
export function timeAgo(date: Date, now: Date): Html {
  const exact = date.toISOString()
  return html`<time datetime="${exact}" title="${utcMinute(date)}">${ago(date, now)}</time>`
}
