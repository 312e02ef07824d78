import { html, type Html } from '#core/html.ts'
import type { Page } from '../pages/frame.ts'

const tabs = [
  { path: '/admin/people', title: 'People' },
  { path: '/admin/groups', title: 'Groups' },
  { path: '/admin/audit', title: 'Audit log' },
  { path: '/admin/outbox', title: 'Outbox' },
] as const

export type AdminTab = (typeof tabs)[number]['path']

/** A page of administration, below the tabs of all of them. */
export function adminPage(
  tab: AdminTab,
  {
    title,
    lead,
    actions,
    body,
  }: {
    readonly title: string
    readonly lead: string
    readonly actions?: Html
    readonly body: Html
  },
): Page {
  return {
    title,
    body: html`<header class="page-head">
        <div>
          <h1>${title}</h1>
          <p class="lead">${lead}</p>
        </div>
        ${actions && html`<div class="actions">${actions}</div>`}
      </header>
      <nav class="tabs" aria-label="Administration">
        ${tabs.map(
          ({ path, title: text }) =>
            html`<a href="${path}" ${path === tab && html`aria-current="page"`}>${text}</a>`,
        )}
      </nav>
      ${body}`,
  }
}
