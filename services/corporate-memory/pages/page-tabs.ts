import { html, type Html } from '#core/html.ts'

const tabs = [
  { path: '/corporate-memory', text: 'Catalogue' },
  { path: '/corporate-memory/mine', text: 'My notes' },
  { path: '/corporate-memory/statistics', text: 'Statistics' },
] as const

/** The pages of the memory; the one that is shown is marked. */
export function pageTabs(current: (typeof tabs)[number]['path']): Html {
  return html`<nav class="tabs" aria-label="Corporate memory">
    ${tabs.map(({ path, text }) => html`<a href="${path}" ${path === current && html`aria-current="page"`}>${text}</a>`)}
  </nav>`
}
