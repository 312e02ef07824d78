import { html, type Html } from '#core/html.ts'
import { countOf } from '#core/portal/format-count.ts'
import { timeAgo } from '#core/portal/time-ago.ts'
import { categoryNames } from '../extract/category.ts'
import { votable } from '../review/cast-vote.ts'
import { addressOf, taggedWith, type ListRequest } from '../views/list-request.ts'
import type { ItemView } from '../views/item-view.ts'
import { decisionForm } from './decision-form.ts'
import { statusBadge } from './status-badge.ts'
import type { Viewer } from './viewer.ts'
import { voteForm } from './vote-form.ts'

/** An item in a list; its tags narrow the list in which it stands, and what is done to it returns there. */
export function itemCard(
  item: ItemView,
  viewer: Viewer,
  list: ListRequest,
  back = addressOf(list),
): Html {
  const { id, title, content, category, tags, status, updatedAt, flags, authors } = item
  return html`<article class="card">
    <header>
      <h2><a href="/corporate-memory/${id}">${title}</a></h2>
      <div class="row">
        <span class="badge info">${categoryNames[category]}</span> ${statusBadge(status)}
        ${flags.map((flag) => html`<span class="badge fail">${flag}</span>`)}
      </div>
    </header>
    <p>${content}</p>
    <div class="spread">
      <p class="small muted">
        ${tags.map((tag) => html`<a href="${taggedWith(list, tag)}">#${tag}</a> `)}
        ${tags.length > 0 && '· '}${countOf(authors.length, 'person', 'people')} ·
        ${timeAgo(updatedAt, viewer.now)}
      </p>
      <div class="row">
        ${viewer.reviewer && status === 'pending' && decisionForm(item, viewer, back)}
        ${votable.includes(status) && voteForm(item, viewer, back)}
      </div>
    </div>
  </article>`
}
