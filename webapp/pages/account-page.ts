import { html, type Html } from '#core/html.ts'
import type { Page } from './frame.ts'
import { sessionsCard, type SessionRow } from './sessions-card.ts'
import { tokensCard, type NewToken, type TokenRow } from './tokens-card.ts'

/** What the account page shows. */
export interface AccountFacts {
  readonly person: {
    readonly name: string
    readonly email: string
    readonly username: string
    readonly groups: readonly string[]
  }
  readonly tokens: readonly TokenRow[]
  readonly newToken?: NewToken
  readonly sessions: readonly SessionRow[]
  /** Sections of the providers. */
  readonly parts: readonly Html[]
  /** What was just done, or why it was not. */
  readonly notice?: { readonly tone: 'ok' | 'fail'; readonly text: string }
  readonly csrf: string
  readonly now: Date
}

/** Who the person is, their tokens and sessions, and what the providers add. */
export function accountPage(facts: AccountFacts): Page {
  return {
    title: 'Your account',
    body: html`<header class="page-head">
        <div>
          <h1>Your account</h1>
          <p class="lead">${facts.person.email}</p>
        </div>
      </header>
      ${facts.notice && notice(facts.notice)} ${tokensCard(facts)}
      <div class="grid wide">${profileCard(facts.person)} ${facts.parts}</div>
      ${sessionsCard(facts)}`,
  }
}

function notice({ tone, text }: NonNullable<AccountFacts['notice']>): Html {
  const role = tone === 'ok' ? 'status' : 'alert'
  return html`<div class="notice ${tone}" role="${role}"><p>${text}</p></div>`
}

function profileCard({ name, email, username, groups }: AccountFacts['person']): Html {
  return html`<section class="card">
    <header><h2>Who you are</h2></header>
    <dl class="facts">
      <dt>Name</dt>
      <dd>${name}</dd>
      <dt>E-mail</dt>
      <dd>${email}</dd>
      <dt>User name</dt>
      <dd><code>${username}</code></dd>
      <dt>Groups</dt>
      <dd class="row">${groups.map((group) => html`<span class="badge">${group}</span>`)}</dd>
    </dl>
  </section>`
}
