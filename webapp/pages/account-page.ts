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
  /** What was just done. */
  readonly notice?: string | undefined
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
      ${facts.notice && html`<div class="notice ok" role="status"><p>${facts.notice}</p></div>`}
      ${tokensCard(facts)}
      <div class="grid wide">${profileCard(facts.person)} ${facts.parts}</div>
      ${sessionsCard(facts)}`,
  }
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
