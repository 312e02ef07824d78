import { html, type Html } from '#core/html.ts'
import type { StoredNotification } from '#core/notifications/notification.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { countOf } from '#core/portal/format-count.ts'
import { timeAgo } from '#core/portal/time-ago.ts'
import { inboxAddress, type InboxQuery } from './inbox-query.ts'
import { messageHtml } from './message-html.ts'

export interface InboxView extends InboxQuery {
  readonly notifications: readonly StoredNotification[]
  readonly unread: number
  /** The end of the log: what comes after it is not on the page. */
  readonly head: number
  readonly more: boolean
  readonly csrf: string
  readonly now: Date
}

/** What a person was told. */
export function inboxPage(view: InboxView): Html {
  const { notifications, unread, head, more, q, unreadOnly, dismissed, csrf } = view
  const last = notifications.at(-1)
  return html`<header class="page-head">
      <div>
        <h1>Notifications</h1>
        <p class="lead" id="inbox-lead">
          ${unread === 0 ? 'You have read them all.' : `${countOf(unread, 'notification')} unread.`}
        </p>
      </div>
      <div class="actions" id="inbox-actions">
        ${
          unread > 0 &&
          html`<form method="post" action="/notifications/read-all">
            ${csrfField(csrf)}<input type="hidden" name="upTo" value="${head}" />
            <button class="button">Mark all as read</button>
          </form>`
        }
        <a class="button" href="/notifications/preferences">Preferences</a>
      </div>
    </header>
    <form class="search" role="search" method="get" action="/notifications">
      <label class="visually-hidden" for="inbox-q">Search notifications</label>
      <input type="search" id="inbox-q" name="q" value="${q}" placeholder="Title or message" />
      ${dismissed && html`<input type="hidden" name="dismissed" value="yes" />`}
      <label class="check nowrap"
        ><input type="checkbox" name="unread" value="yes" ${unreadOnly && html`checked`} /> Unread
        only</label
      >
      <button class="button">Search</button>
    </form>
    <div id="inbox">
      ${
        notifications.length === 0
          ? empty(view)
          : html`<div class="card">
              <ul class="list">
                ${notifications.map((one) => item(one, view))}
              </ul>
            </div>`
      }
      ${more && last && html`<p><a class="button" href="${inboxAddress({ ...view, before: last.seq })}">Older ones</a></p>`}
    </div>
    <p class="small">
      ${
        dismissed
          ? html`Here is what you dismissed. <a href="/notifications">Back to the inbox</a>`
          : html`<a href="/notifications?dismissed=yes">Dismissed ones</a>`
      }
    </p>`
}

function item(one: StoredNotification, view: InboxView): Html {
  const { body, createdAt, readAt, expiresAt } = one
  const { script } = body
  const title = body.title ?? script ?? 'Notification'
  const image = /^\/api(\/notifications\/images\/[\w.-]+)$/.exec(body.image_url ?? '')?.[1]
  const expired = expiresAt !== null && expiresAt <= view.now
  return html`<li>
    <article class="stack" aria-label="${title}">
      <p>
        ${expired ? html`<span class="badge">expired</span>` : !readAt && html`<span class="badge info">new</span>`}
        <strong>${title}</strong>
        <span class="small muted"
          >${timeAgo(createdAt, view.now)}${script && script !== title && html`, from ${script}`}</span
        >
      </p>
      ${body.message !== undefined && html`<p class="pre">${messageHtml(body.message)}</p>`}
      ${image !== undefined && html`<img src="${image}" alt="The picture of ${title}" loading="lazy" />`}
      ${marks(one, title, view)}
    </article>
  </li>`
}

/** What can be done with one; afterwards the person is where they were. */
function marks(
  { id, readAt, dismissedAt }: StoredNotification,
  title: string,
  view: InboxView,
): Html {
  const hidden = html`<span class="visually-hidden"> ${title}</span>`
  const button = (as: string, label: string, look: string) =>
    html`<button class="button small ${look}" name="as" value="${as}">${label}${hidden}</button>`
  return html`<form class="row" method="post" action="${inboxAddress(view, '/notifications/mark')}">
    ${csrfField(view.csrf)}<input type="hidden" name="id" value="${id}" />
    ${!readAt && button('read', 'Read', '')}
    ${dismissedAt ? button('restored', 'Bring back', 'quiet') : button('dismissed', 'Dismiss', 'quiet')}
  </form>`
}

function empty({ q, unreadOnly, dismissed, before }: InboxQuery): Html {
  const searched = q !== '' || unreadOnly || dismissed || before !== undefined
  return html`<div class="card">
    <div class="empty">
      ${
        searched
          ? html`<h2>Nothing found</h2>
              <a class="button" href="/notifications">Show all</a>`
          : html`<h2>Nothing yet</h2>
              <p>
                Scripts and alerts of yours write here, and to every channel that you have linked.
              </p>
              <a class="button" href="/scripts">To your scripts</a>`
      }
    </div>
  </div>`
}
