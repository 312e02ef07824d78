import { html, type Html } from '#core/html.ts'
import type { StoredNotification } from '#core/notifications/notification.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { countOf } from '#core/portal/format-count.ts'
import { timeAgo } from '#core/portal/time-ago.ts'
import { messageHtml } from './message-html.ts'

export interface InboxView {
  readonly notifications: readonly StoredNotification[]
  readonly unread: number
  /** The end of the log: what comes after it is not on the page. */
  readonly head: number
  readonly more: boolean
  readonly q: string
  readonly unreadOnly: boolean
  readonly csrf: string
  readonly now: Date
}

/** What a person was told. */
export function inboxPage(view: InboxView): Html {
  const { notifications, unread, head, more, q, unreadOnly, csrf } = view
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
      <label class="check nowrap"
        ><input type="checkbox" name="unread" value="yes" ${unreadOnly && html`checked`} /> Unread
        only</label
      >
      <button class="button">Search</button>
    </form>
    <div id="inbox">
      ${
        notifications.length === 0
          ? empty(q !== '' || unreadOnly)
          : html`<div class="card">
              <ul class="list">
                ${notifications.map((one) => item(one, view))}
              </ul>
            </div>`
      }
      ${more && last && html`<p><a class="button" href="/notifications?${older(view, last.seq)}">Older ones</a></p>`}
    </div>`
}

function older({ q, unreadOnly }: InboxView, before: number): string {
  const query = {
    ...(q !== '' && { q }),
    ...(unreadOnly && { unread: 'yes' }),
    before: String(before),
  }
  return new URLSearchParams(query).toString()
}

function item(one: StoredNotification, { csrf, now }: InboxView): Html {
  const { id, body, createdAt, readAt } = one
  const title = body.title ?? body.script ?? 'Notification'
  const image = /^\/api(\/notifications\/images\/[\w.-]+)$/.exec(body.image_url ?? '')?.[1]
  return html`<li>
    <article class="stack" aria-label="${title}">
      <p>
        ${!readAt && html`<span class="badge info">new</span>`} <strong>${title}</strong>
        <span class="small muted"
          >${timeAgo(createdAt, now)}${body.script && html`, from ${body.script}`}</span
        >
      </p>
      ${body.message !== undefined && html`<p class="pre">${messageHtml(body.message)}</p>`}
      ${image !== undefined && html`<img src="${image}" alt="The picture of ${title}" loading="lazy" />`}
      <form class="row" method="post" action="/notifications/mark">
        ${csrfField(csrf)}<input type="hidden" name="id" value="${id}" />
        ${!readAt && html`<button class="button small" name="as" value="read">Read<span class="visually-hidden"> ${title}</span></button>`}
        <button class="button small quiet" name="as" value="dismissed">
          Dismiss<span class="visually-hidden"> ${title}</span>
        </button>
      </form>
    </article>
  </li>`
}

function empty(searched: boolean): Html {
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
