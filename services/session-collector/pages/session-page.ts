import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { StoredSession } from '../analytics/save-sessions.ts'
import type { TranscriptPart } from '../transcript/transcript-lines.ts'
import { sessionFacts } from './session-facts.ts'
import { sessionPath } from './session-path.ts'
import { transcriptCard } from './transcript-card.ts'

export interface SessionView extends TranscriptPart {
  readonly session: StoredSession
  /** How many lines stand on the pages before. */
  readonly from: number
  /** Whether its person is looking. */
  readonly own: boolean
  /** Whether the text is the one that administrators see; its person may look at both. */
  readonly redacted: boolean
  readonly csrf: string
}

/** One session: its figures, what can be done about it, and its text. */
export function sessionPage(view: SessionView): Html {
  const { session, own, redacted } = view
  const { username, id, figures, private: isPrivate } = session
  const path = sessionPath(session)
  const team = `/sessions/team/${encodeURIComponent(username)}`
  return html`<nav class="breadcrumb" aria-label="Breadcrumb">
      <ol>
        <li><a href="/sessions">Sessions</a></li>
        <li>${own ? 'Yours' : html`<a href="${team}">${username}</a>`}</li>
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
      ${own && actions(view, path)}
    </header>
    ${sessionFacts(figures)}
    ${redacted && html`<p class="notice">Secrets and personal data that our rules know are cut out of this text.</p>`}
    ${transcriptCard({
      ...view,
      none: saidWithout(view),
      pathOf: (from) => `${path}?${redacted && own ? 'as=administrators&' : ''}from=${from}`,
    })}`
}

function actions({ session, redacted, csrf }: SessionView, path: string): Html {
  const { private: isPrivate } = session
  return html`<div class="actions">
    ${
      redacted
        ? html`<a class="button" href="${path}">As you wrote it</a>`
        : html`<a class="button" href="${path}?as=administrators">As administrators see it</a>`
    }
    <form method="post" action="${path}/private">
      ${csrfField(csrf)}<input type="hidden" name="private" value="${isPrivate ? 'no' : 'yes'}" />
      <button class="button">${isPrivate ? 'Make visible' : 'Mark as private'}</button>
    </form>
    <a class="button" href="${path}/delete">Delete…</a>
  </div>`
}

function saidWithout({ session, redacted }: SessionView): string {
  if (!redacted) return 'There is nothing to read in it, or its copy is not kept any more.'
  return session.private
    ? 'It is private: administrators see nothing of its text.'
    : 'Its text without secrets is made with the next collection.'
}

/** The question before a session is deleted for good. */
export function deletePage(session: StoredSession, csrf: string): Html {
  const path = sessionPath(session)
  return html`<header class="page-head">
      <div><h1>Delete this session?</h1></div>
    </header>
    <form class="card stack" method="post" action="${path}/delete">
      ${csrfField(csrf)}
      <p>
        “${session.figures.title ?? session.id}” goes with its copy here and its figures, and is not
        collected again. The file on your own machine stays.
      </p>
      <p class="row">
        <button class="button danger">Delete</button>
        <a class="button" href="${path}">Keep it</a>
      </p>
    </form>`
}
