import { html, type Html } from '#core/html.ts'
import type { Group } from '#core/identity/groups.ts'
import type { Person } from '#core/identity/people.ts'
import type { SessionRecord } from '#core/identity/sessions.ts'
import type { TokenRecord } from '#core/identity/tokens.ts'
import type { GrantReason } from '#core/identity/why-visible.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { Page } from '../pages/frame.ts'
import { browserName } from '../pages/sessions-card.ts'
import { timeAgo } from '../pages/time.ts'
import { adminPage } from './admin-page.ts'
import { personState } from './people-page.ts'

export interface PersonFacts {
  readonly person: Person
  readonly sessions: readonly SessionRecord[]
  readonly tokens: readonly TokenRecord[]
  readonly reasons: readonly GrantReason[]
  readonly groups: readonly Group[]
  readonly token: string
  readonly now: Date
}

/** One person: what they may see and why, what they hold, and the ways to change that. */
export function personPage(facts: PersonFacts): Page {
  const { person } = facts
  return adminPage('/admin/people', {
    title: person.name,
    lead: `${person.email}, known as ${person.username}`,
    body: html`${stateCard(facts)} ${groupsCard(facts)} ${visibleCard(facts.reasons)}
    ${holdsCard(facts)} ${removal(facts)}`,
  })
}

function stateCard({ person, token }: PersonFacts): Html {
  const { id, suspended, barred } = person
  const action = suspended ? 'resume' : 'suspend'
  return html`<section class="card" aria-labelledby="state-title">
    <header>
      <h2 id="state-title">State ${personState(person)}</h2>
      <form method="post" action="/admin/people/${id}/${action}">
        ${csrfField(token)}
        <button class="button small${suspended ? '' : ' danger'}">
          ${suspended ? 'Let in again' : 'Suspend'}
        </button>
      </form>
    </header>
    ${
      barred
        ? html`<p>
            The rules in <code>instance.yaml</code> do not admit this address any more. Inviting it
            again lets it in whatever they say.
          </p>`
        : html`<p class="muted">
            Suspending ends all sessions at once; tokens and devices stop working.
          </p>`
    }
  </section>`
}

function groupsCard({ person, groups, token }: PersonFacts): Html {
  const others = groups.filter(({ name }) => name !== 'everyone' && !person.groups.includes(name))
  return html`<section class="card" aria-labelledby="groups-title">
    <header><h2 id="groups-title">Groups</h2></header>
    ${
      person.groups.length === 0
        ? html`<p class="muted">In no group but everyone.</p>`
        : html`<ul class="list">
            ${person.groups.map(
              (name) =>
                html`<li>
                  <div class="spread">
                    <a href="/admin/groups/${name}">${name}</a>
                    <form method="post" action="/admin/groups/${name}/remove-member">
                      ${csrfField(token)}<input
                        type="hidden"
                        name="email"
                        value="${person.email}"
                      />
                      <button class="button small" aria-label="Take out of ${name}">
                        Take out
                      </button>
                    </form>
                  </div>
                </li>`,
            )}
          </ul>`
    }
    ${
      others.length > 0 &&
      html`<form class="inline-form" method="post" action="/admin/people/${person.id}/groups">
        ${csrfField(token)}
        <div class="field">
          <label for="group">Put into</label>
          <select id="group" name="group">
            ${others.map(({ name }) => html`<option>${name}</option>`)}
          </select>
        </div>
        <button class="button">Put in</button>
      </form>`
    }
  </section>`
}

function visibleCard(reasons: readonly GrantReason[]): Html {
  return html`<section class="card" aria-labelledby="visible-title">
    <header><h2 id="visible-title">What this person may see, and why</h2></header>
    ${
      reasons.length === 0
        ? html`<p class="muted">No table.</p>`
        : html`<ul class="list">
            ${reasons.map((reason) => html`<li>${reasonText(reason)}</li>`)}
          </ul>`
    }
  </section>`
}

const origins: Readonly<Record<string, string>> = {
  'built-in': 'from the start',
  instance: 'by instance.yaml',
  command: 'by an administrator',
  issuer: 'by the sign-in service',
}

/** Why somebody sees tables, as a sentence. */
export function reasonText({ group, pattern, grantedBy, memberBy }: GrantReason): Html {
  const member = memberBy === null ? 'everybody' : `a member ${origins[memberBy] ?? memberBy}`
  return html`<p>
    <code>${pattern}</code> is granted to <a href="/admin/groups/${group}">${group}</a>
    ${origins[grantedBy] ?? grantedBy}; ${member}
  </p>`
}

function holdsCard({ sessions, tokens, now }: PersonFacts): Html {
  return html`<section class="card" aria-labelledby="holds-title">
    <header><h2 id="holds-title">What this person holds</h2></header>
    ${sessions.length + tokens.length === 0 && html`<p class="muted">No session and no token.</p>`}
    <ul class="list">
      ${sessions.map(
        ({ userAgent, address, provider, lastSeenAt }) =>
          html`<li>
            <p>
              <span class="badge info">session</span> ${browserName(userAgent)}
              <span class="muted"
                >by ${provider}${address && html` from ${address}`}, seen
                ${timeAgo(lastSeenAt, now)}</span
              >
            </p>
          </li>`,
      )}
      ${tokens.map(
        ({ name, scope, lastUsedAt }) =>
          html`<li>
            <p>
              <span class="badge info">token</span> ${name}
              <span class="muted"
                >for ${scope},
                ${lastUsedAt ? html`used ${timeAgo(lastUsedAt, now)}` : 'never used'}</span
              >
            </p>
          </li>`,
      )}
    </ul>
  </section>`
}

function removal({ person, token }: PersonFacts): Html {
  return html`<details class="more">
    <summary>Remove this person</summary>
    <form class="stack" method="post" action="/admin/people/${person.id}/remove">
      ${csrfField(token)}
      <div class="field">
        <label for="confirm">Type the address to remove ${person.email} for good</label>
        <input id="confirm" name="confirm" autocomplete="off" required />
        <small>Sessions, tokens, devices and memberships end at once. To lock out: Suspend.</small>
      </div>
      <div><button class="button danger">Remove</button></div>
    </form>
  </details>`
}
