import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { countOf, formatCompact, formatCount } from '#core/portal/format-count.ts'
import type { StoredSession } from '../analytics/save-sessions.ts'
import type { TranscriptLine } from '../transcript/transcript-lines.ts'
import { formatCost, formatDuration } from './format-duration.ts'

export interface SessionView {
  readonly session: StoredSession
  readonly lines: readonly TranscriptLine[]
  readonly more: number
  /** Whether its person is looking; others see a redacted text. */
  readonly own: boolean
  readonly csrf: string
}

const names = { user: 'Person', assistant: 'Claude', tool: 'Tool' } as const

/** One session: its figures, what can be done about it, and its text. */
export function sessionPage({ session, lines, more, own, csrf }: SessionView): Html {
  const { username, id, figures, private: isPrivate } = session
  const path = `/sessions/of/${encodeURIComponent(username)}/${encodeURIComponent(id)}`
  return html`<nav class="breadcrumb" aria-label="Breadcrumb">
      <ol>
        <li><a href="/sessions">Sessions</a></li>
        <li>${own ? 'Yours' : username}</li>
      </ol>
    </nav>
    <header class="page-head">
      <div>
        <h1>${figures.title ?? id}</h1>
        <p class="lead">
          ${figures.project ?? 'No project'}
          ${isPrivate && html`<span class="badge">private</span>`}
        </p>
      </div>
      ${
        own &&
        html`<div class="actions">
          <form method="post" action="${path}/private">
            ${csrfField(csrf)}<input
              type="hidden"
              name="private"
              value="${isPrivate ? 'no' : 'yes'}"
            />
            <button class="button">${isPrivate ? 'Make visible' : 'Mark as private'}</button>
          </form>
          <a class="button" href="${path}/delete">Delete…</a>
        </div>`
      }
    </header>
    <div class="card">${stats(session)}</div>
    ${!own && html`<p class="notice">Secrets and personal data that our rules know are cut out of this text.</p>`}
    <section class="card" aria-labelledby="transcript">
      <header><h2 id="transcript">Transcript</h2></header>
      ${
        lines.length === 0
          ? html`<p class="muted">
              ${own ? 'There is nothing to read in it.' : 'Its text without secrets is made with the next collection.'}
            </p>`
          : html`<ol class="list">
              ${lines.map(line)}
            </ol>`
      }
      ${more > 0 && html`<p class="muted">${countOf(more, 'more line')}: <code>analyst sessions show ${id}</code></p>`}
    </section>`
}

function stats({ figures }: StoredSession): Html {
  const tools = Object.entries(figures.tools).toSorted((a, b) => b[1] - a[1])
  const errors = Object.values(figures.errors).reduce((sum, times) => sum + times, 0)
  const { tokens } = figures
  const input = tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
  return html`<dl class="stats">
      <div class="stat">
        <dt>Active</dt>
        <dd>${formatDuration(figures.activeMs)}</dd>
      </div>
      <div class="stat">
        <dt>Turns</dt>
        <dd>${formatCount(figures.userTurns)}</dd>
      </div>
      <div class="stat">
        <dt>Errors of tools</dt>
        <dd>${formatCount(errors)}</dd>
      </div>
      <div class="stat">
        <dt>Tokens in / out</dt>
        <dd>${formatCompact(input)} / ${formatCompact(tokens.output)}</dd>
      </div>
      <div class="stat">
        <dt>Cost</dt>
        <dd>${formatCost(tokens)}</dd>
      </div>
    </dl>
    <p class="small muted">
      ${tools.map(([name, times]) => `${name} ${times}`).join(', ') || 'No tools'};
      ${Object.keys(figures.models).join(', ') || 'no model'}
    </p>`
}

function line({ who, time, text }: TranscriptLine): Html {
  return html`<li>
    <p class="small muted">
      ${names[who]}${time && html` <time datetime="${time}">${time.slice(0, 16).replace('T', ' ')}</time>`}
    </p>
    <p class="pre">${text}</p>
  </li>`
}

/** The question before a session is deleted for good. */
export function deletePage({ username, id, figures }: StoredSession, csrf: string): Html {
  const path = `/sessions/of/${encodeURIComponent(username)}/${encodeURIComponent(id)}`
  return html`<header class="page-head">
      <div><h1>Delete this session?</h1></div>
    </header>
    <form class="card stack" method="post" action="${path}/delete">
      ${csrfField(csrf)}
      <p>
        “${figures.title ?? id}” goes with its copy here and its figures, and is not collected
        again. The file on your own machine stays.
      </p>
      <p class="row">
        <button class="button danger">Delete</button>
        <a class="button" href="${path}">Keep it</a>
      </p>
    </form>`
}
