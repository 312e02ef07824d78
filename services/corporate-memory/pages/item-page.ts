import { html, type Html } from '#core/html.ts'
import { timeAgo } from '#core/portal/time-ago.ts'
import { categoryNames } from '../extract/category.ts'
import type { ItemDetails, ItemEvent } from '../views/item-details.ts'
import { everything, taggedWith } from '../views/list-request.ts'
import type { ItemView } from '../views/item-view.ts'
import type { ItemStatus } from '../catalogue/item.ts'
import { votable } from '../review/cast-vote.ts'
import { ADMINISTRATOR } from '../review/forget-text.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { reviewCard } from './review-card.ts'
import { statusBadge } from './status-badge.ts'
import type { Viewer } from './viewer.ts'
import { voteForm } from './vote-form.ts'

/** Nothing can be decided of these until a note or an undo brings them back. */
const gone: readonly ItemStatus[] = ['merged', 'withdrawn']

const actionNames: Readonly<Record<string, string>> = {
  collect: 'Read from notes',
  import: 'Taken over',
  accept: 'Accepted',
  reject: 'Rejected',
  expire: 'Expired',
  confirm: 'Confirmed',
  forget: 'Text removed',
  edit: 'Put into other words',
  merge: 'Made one with another',
  split: 'Split',
  withdraw: 'Taken back',
  'say again': 'Said again',
  undo: 'Undone',
}

/** What is marked as undone since it stands in the way of no undo. */
const lasting: readonly string[] = ['undo', 'confirm']

/** A map, as a person may be called like a part that every object has. */
const actorNames = new Map([
  ['collector', 'the collection'],
  ['votes', 'enough votes'],
  ['import', 'the import'],
  [ADMINISTRATOR, 'an administrator'],
])

/** One item: its text, who says it, what happened to it, and what a reviewer may do. */
export function itemPage(details: ItemDetails, alike: readonly ItemView[], viewer: Viewer): Html {
  const { item } = details
  return html`<nav class="breadcrumb" aria-label="You are here">
      <ol>
        <li><a href="/corporate-memory">Corporate memory</a></li>
        <li aria-current="page">${item.id}</li>
      </ol>
    </nav>
    <header class="page-head">
      <div>
        <h1>${item.title}</h1>
        <p class="row">
          <span class="badge info">${categoryNames[item.category]}</span>
          ${statusBadge(item.status)}
          ${item.flags.map((flag) => html`<span class="badge fail">${flag}</span>`)}
        </p>
      </div>
    </header>
    <section class="card">
      <header><h2>What it says</h2></header>
      <p>${item.content}</p>
      <div class="spread">
        <p class="small muted">
          ${item.tags.map((tag) => html`<a href="${taggedWith(everything, tag)}">#${tag}</a> `)}
        </p>
        ${item.mergedInto ? html`<a class="button" href="/corporate-memory/${item.mergedInto}">Now part of another</a>` : votable.includes(item.status) && voteForm(item, viewer, `/corporate-memory/${item.id}`)}
      </div>
    </section>
    ${viewer.reviewer && !gone.includes(item.status) && reviewCard(item, alike, viewer)}
    ${provenanceCard(details, viewer)} ${historyCard(details, viewer)}`
}

function provenanceCard({ item, provenance }: ItemDetails, viewer: Viewer): Html {
  return html`<section class="card">
    <header><h2>Who says it</h2></header>
    ${provenance.length === 0 && html`<p class="muted">No note says it any more.</p>`}
    <ul class="list">
      ${provenance.map(
        ({ username, block, wording, line, since }) =>
          html`<li>
            <div class="spread">
              <div>
                <strong
                  >${item.authors.find((author) => author.username === username)?.name ?? username}</strong
                >
                <p>${wording}</p>
                <p class="small muted">
                  ${line === 0 ? 'Taken over from the original' : `Line ${line} of the note`} ·
                  since ${timeAgo(since, viewer.now)}
                </p>
              </div>
              ${username === viewer.username && withdrawForm(item, viewer)}
              ${viewer.reviewer && provenance.length > 1 && splitForm(item.id, username, block, viewer)}
            </div>
          </li>`,
      )}
    </ul>
  </section>`
}

function withdrawForm({ id }: ItemView, { csrf }: Viewer): Html {
  return html`<form method="post" action="/corporate-memory/${id}/withdraw">
    ${csrfField(csrf)}<button class="button small danger">Take it back</button>
  </form>`
}

function splitForm(id: string, username: string, block: string, { csrf }: Viewer): Html {
  return html`<form method="post" action="/corporate-memory/${id}/split">
    ${csrfField(csrf)}
    <input type="hidden" name="username" value="${username}" />
    <input type="hidden" name="block" value="${block}" />
    <button class="button small" aria-label="Split off what ${username} says">Split off</button>
  </form>`
}

function historyCard({ item, versions, events }: ItemDetails, viewer: Viewer): Html {
  return html`<section class="card">
    <header><h2>What happened to it</h2></header>
    <ul class="list">
      ${events.map(
        (event) =>
          html`<li>
            <div class="spread">
              <p>
                ${actionNames[event.action] ?? event.action} by
                ${actorNames.get(event.actor) ?? event.actor}
                <span class="small muted"
                  >${timeAgo(event.at, viewer.now)}${event.undone && !lasting.includes(event.action) && ', undone'}</span
                >
              </p>
              ${viewer.reviewer && event.undoable && undoForm(event, item.id, viewer)}
            </div>
          </li>`,
      )}
    </ul>
    <details class="more">
      <summary>All texts (${versions.length})</summary>
      <ul class="list">
        ${versions.map(
          ({ version, title, content, actor, at }) =>
            html`<li>
              <strong>${version}. ${title}</strong>
              <p>${content}</p>
              <p class="small muted">
                by ${actorNames.get(actor) ?? actor}, ${timeAgo(at, viewer.now)}
              </p>
            </li>`,
        )}
      </ul>
    </details>
  </section>`
}

function undoForm({ id, action }: ItemEvent, itemId: string, { csrf }: Viewer): Html {
  return html`<form method="post" action="/corporate-memory/undo/${id}">
    ${csrfField(csrf)} <input type="hidden" name="back" value="/corporate-memory/${itemId}" />
    <button class="button small" aria-label="Undo: ${actionNames[action] ?? action}">Undo</button>
  </form>`
}
