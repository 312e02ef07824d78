import { html, type Html } from '../html.ts'

/** A time to the minute, as `2026-01-31 08:00 UTC`. */
export function utcMinute(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** The same as an element, machine-readable. */
export function exactTime(time: Date): Html {
  return html`<time datetime="${time.toISOString()}">${utcMinute(time)}</time>`
}
