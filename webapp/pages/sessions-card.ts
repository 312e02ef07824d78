import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { timeAgo } from './time.ts'

/** A browser that the person is signed in with. */
export interface SessionRow {
  readonly id: string
  readonly userAgent: string | null
  readonly address: string | null
  readonly createdAt: Date
  readonly lastSeenAt: Date
  /** Whether it is the one that is asking. */
  readonly current: boolean
}

/** The person's sessions, each with a button that ends it. */
export function sessionsCard(facts: {
  readonly sessions: readonly SessionRow[]
  readonly csrf: string
  readonly now: Date
}): Html {
  return html`<section class="card" id="sessions">
    <header>
      <div>
        <h2>Where you are signed in</h2>
        <p class="muted">End a session that you do not know, and change your password.</p>
      </div>
      ${facts.sessions.length > 1 && endOthers(facts.csrf)}
    </header>
    <ul class="list">
      ${facts.sessions.map((session) => sessionItem(session, facts.csrf, facts.now))}
    </ul>
  </section>`
}

function sessionItem(session: SessionRow, csrf: string, now: Date): Html {
  const browser = browserName(session.userAgent)
  return html`<li>
    <div class="spread">
      <div>
        <strong>${browser}</strong>
        <p class="small muted">
          ${session.address && html`${session.address} · `}signed in
          ${timeAgo(session.createdAt, now)} · seen ${timeAgo(session.lastSeenAt, now)}
        </p>
      </div>
      ${session.current ? html`<span class="badge ok">This browser</span>` : endOne(session.id, browser, csrf)}
    </div>
  </li>`
}

function endOne(id: string, browser: string, csrf: string): Html {
  return html`<form method="post" action="/account/sessions/${id}/end">
    ${csrfField(csrf)}
    <button class="button small danger" aria-label="End the session of ${browser}">End</button>
  </form>`
}

function endOthers(csrf: string): Html {
  return html`<form method="post" action="/account/sessions/end-others">
    ${csrfField(csrf)}
    <button class="button small">End all others</button>
  </form>`
}

const browsers = [
  ['Edge', /Edg\//],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrome\//],
  ['Safari', /Safari\//],
] as const
const systems = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['macOS', /Mac OS X/],
  ['Windows', /Windows/],
  ['Linux', /Linux/],
] as const

/** A browser in words people know, such as "Firefox on Linux"; else the first word of what it sent. */
export function browserName(userAgent: string | null): string {
  if (!userAgent) return 'Unknown browser'
  const browser = browsers.find(([, pattern]) => pattern.test(userAgent))?.[0]
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0]
  if (!browser) return userAgent.split(/[\s/]/)[0]?.slice(0, 40) || 'Unknown browser'
  return system ? `${browser} on ${system}` : browser
}
