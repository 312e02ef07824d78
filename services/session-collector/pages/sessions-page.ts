import { html, type Html } from '#core/html.ts'
import { formatCompact, formatCount } from '#core/portal/format-count.ts'
import { statsList } from '#core/portal/stats-list.ts'
import type { StoredSession } from '../analytics/save-sessions.ts'
import { totalsOf } from '../report-of.ts'
import { formatCost, formatDuration } from './format-duration.ts'
import { keptCard, type Kept } from './kept-card.ts'
import { leftOutCard } from './left-out-card.ts'
import { sessionTable } from './session-table.ts'
import { sessionTabs } from './session-tabs.ts'

export interface SessionsView {
  readonly sessions: readonly StoredSession[]
  readonly leftOut: readonly string[]
  readonly kept: Kept
  readonly admin: boolean
  readonly csrf: string
  readonly now: Date
  /** How many of the sessions stand on the pages before. */
  readonly from: number
}

/** What was collected of a person, and what they can do about it. */
export function sessionsPage(view: SessionsView): Html {
  const { sessions, leftOut, kept, admin, csrf, now, from } = view
  const place = { from, pathOf: (other: number) => `/sessions?from=${other}` }
  const projects = sessions.flatMap(({ figures }) => figures.project ?? [])
  return html`<header class="page-head">
      <div>
        <h1>Sessions</h1>
        <p class="lead">
          Your transcripts of Claude Code that were collected. Only you can read them;
          administrators see figures, and texts without secrets unless you mark a session as
          private.
        </p>
      </div>
    </header>
    ${sessionTabs('/sessions', admin)}
    ${sessions.length === 0 ? empty() : html`${summary(sessions)} ${sessionTable(sessions, { now, own: true, place })}`}
    ${keptCard(kept)} ${leftOutCard(projects, leftOut, csrf)}`
}

function empty(): Html {
  return html`<div class="card">
    <div class="empty">
      <h2>Nothing was collected yet</h2>
      <p>
        Transcripts are taken every half hour from your folder on the server, or sent from your
        machine with <code>analyst sessions push</code>.
      </p>
    </div>
  </div>`
}

function summary(sessions: readonly StoredSession[]): Html {
  const totals = totalsOf(sessions)
  const stats = {
    Sessions: formatCount(totals.sessions),
    Active: formatDuration(totals.activeMs),
    Turns: formatCount(totals.userTurns),
    'Tokens out': formatCompact(totals.tokens.output),
    Cost: formatCost(totals.tokens),
  }
  return html`<div class="card">${statsList(stats)}</div>`
}
