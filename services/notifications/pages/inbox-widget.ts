import { html, type Html } from '#core/html.ts'
import type { StoredNotification } from '#core/notifications/notification.ts'
import { countOf } from '#core/portal/format-count.ts'
import { timeAgo } from '#core/portal/time-ago.ts'

/** The body of the dashboard's card. */
export function inboxWidget(
  unread: number,
  newest: StoredNotification | undefined,
  now: Date,
): Html {
  if (!newest) return html`<p class="muted">Nobody told you anything yet.</p>`
  return html`<p>
      ${
        unread > 0
          ? html`<a href="/notifications?unread=yes">${countOf(unread, 'notification')} unread</a>`
          : html`<a href="/notifications">All read</a>`
      }
    </p>
    <p class="small muted">
      ${newest.body.title ?? newest.body.script ?? 'The newest'}, ${timeAgo(newest.createdAt, now)}
    </p>`
}
