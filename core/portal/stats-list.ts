import { html, type Html } from '../html.ts'

/** Large figures side by side, by what they are; without those that are not there. */
export function statsList(
  stats: Readonly<Record<string, string | Html | false | undefined>>,
): Html {
  const shown = Object.entries(stats).filter(([, value]) => value !== false && value !== undefined)
  return html`<dl class="stats">
    ${shown.map(
      ([name, value]) =>
        html`<div class="stat">
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}
