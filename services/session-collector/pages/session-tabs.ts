import { html, type Html } from '#core/html.ts'

/** The pages of this service; the one over everybody is for administrators. */
export function sessionTabs(here: string, admin: boolean): Html {
  const tabs = [
    { path: '/sessions', title: 'Yours' },
    { path: '/sessions/activity', title: 'Your activity' },
    ...(admin ? [{ path: '/sessions/team', title: 'The team’s activity' }] : []),
  ]
  return html`<nav class="tabs" aria-label="Sessions">
    ${tabs.map(
      ({ path, title }) =>
        html`<a href="${path}" ${path === here && html`aria-current="page"`}>${title}</a>`,
    )}
  </nav>`
}
