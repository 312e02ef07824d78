import { html } from '#core/html.ts'
import type { Viewer } from '#core/identity/why-visible.ts'
import type { Page } from '../pages/frame.ts'
import { adminPage } from './admin-page.ts'
import { reasonText } from './person-page.ts'

/** Who may see one table, each with the grants that let them. */
export function tablePage(tableId: string, viewers: readonly Viewer[]): Page {
  return adminPage('/admin/groups', {
    title: tableId,
    lead: 'Who may see this table, and why',
    body:
      viewers.length === 0
        ? html`<div class="card">
            <div class="empty">
              <h2>Nobody</h2>
              <p>No group that has members is granted ${tableId}.</p>
              <a class="button" href="/admin/groups">To the groups</a>
            </div>
          </div>`
        : html`<section class="card" aria-label="People who see it">
            <ul class="list">
              ${viewers.map(
                ({ email, reasons }) =>
                  html`<li>
                    <div>
                      <strong>${email}</strong>
                      ${reasons.map(reasonText)}
                    </div>
                  </li>`,
              )}
            </ul>
          </section>`,
  })
}
