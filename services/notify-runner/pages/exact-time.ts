import { html, type Html } from '#core/html.ts'

/** A time to the minute, in UTC as schedules are. */
export function exactTime(at: Date): Html {
  const iso = at.toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`
}
