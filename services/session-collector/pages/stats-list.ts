import { html, type Html } from '#core/html.ts'

/** Large figures side by side, by what they are. */
export function statsList(stats: Readonly<Record<string, string>>): Html {
  return html`<dl class="stats">
    ${Object.entries(stats).map(
      ([name, value]) =>
        html`<div class="stat">
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}
