import { html, type Html } from '#core/html.ts'
import { countOf, formatCompact, formatCount } from '#core/portal/format-count.ts'
import { timeAgo } from '#core/portal/time-ago.ts'
import { sumOf } from '../analytics/measures.ts'
import type { StoredSession } from '../analytics/save-sessions.ts'
import { formatCost, formatDuration } from './format-duration.ts'
import { pageLinks, partOf, rangeOf, type Place } from './page-links.ts'
import { sessionPath } from './session-path.ts'

const SHOWN = 200

export interface SessionTableView {
  readonly now: Date
  /** Whether their person is looking, who may open private ones too. */
  readonly own: boolean
  readonly place: Place
}

/** Sessions one by one, a page of them at a time. */
export function sessionTable(
  sessions: readonly StoredSession[],
  { now, own, place }: SessionTableView,
): Html {
  const part = partOf(sessions, place.from, SHOWN)
  const range = rangeOf(part)
  return html`<section class="card flush">
    <header>
      <h2>${countOf(sessions.length, 'session')}</h2>
      ${range !== undefined && html`<p class="small muted">${range}, the newest first</p>`}
    </header>
    <div class="scroll" tabindex="0" role="region" aria-label="Sessions">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Session</th>
            <th scope="col">Begun</th>
            <th scope="col" class="num">Active</th>
            <th scope="col" class="num">Turns</th>
            <th scope="col" class="num">Tools</th>
            <th scope="col" class="num">Tokens out</th>
            <th scope="col" class="num">Cost</th>
          </tr>
        </thead>
        <tbody>
          ${part.shown.map((session) => row(session, now, own))}
        </tbody>
      </table>
    </div>
    ${
      range !== undefined &&
      html`<div class="stack">
        ${pageLinks(part, (from) => place.pathOf(from), { label: 'Pages of sessions', before: 'Newer', after: 'Older' })}
      </div>`
    }
  </section>`
}

function row(session: StoredSession, now: Date, own: boolean): Html {
  const { id, figures, private: isPrivate } = session
  return html`<tr>
    <th scope="row">
      ${own || !isPrivate ? html`<a href="${sessionPath(session)}">${figures.title ?? id}</a>` : id}
      ${isPrivate && html`<span class="badge">private</span>`}
      <div class="small muted">${figures.project ?? ''}</div>
    </th>
    <td>${figures.start ? timeAgo(new Date(figures.start), now) : ''}</td>
    <td class="num">${formatDuration(figures.activeMs)}</td>
    <td class="num">${formatCount(figures.userTurns)}</td>
    <td class="num">${formatCount(sumOf(figures.tools))}</td>
    <td class="num">${formatCompact(figures.tokens.output)}</td>
    <td class="num">${formatCost(figures.tokens)}</td>
  </tr>`
}
