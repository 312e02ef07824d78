import { html, type Html } from '#core/html.ts'

/** A point in time, in UTC. */
export function moment(time: Date): Html {
  const exact = time.toISOString()
  return html`<time datetime="${exact}">${exact.slice(0, 16).replace('T', ' ')} UTC</time>`
}
