import { html, type Html } from '#core/html.ts'
import { tokenScopes, type TokenScope } from '#core/identity/tokens.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { icon } from './icon.ts'
import { timeAgo } from './time.ts'

/** A token as its owner sees it in the list. */
export interface TokenRow {
  readonly id: string
  readonly name: string
  readonly scope: TokenScope
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly expiresAt: Date | null
}

/** A token that was just made: the only time that it is shown. */
export interface NewToken {
  readonly name: string
  readonly token: string
}

/** What a token opens, in words. */
const scopeNames = { data: 'tables', all: 'everything' } as const

/** How long a token may live, in days; 0 is for ever. */
export const tokenLifetimes = [30, 90, 365, 0] as const

/** The person's tokens and the form for a new one. */
export function tokensCard(facts: {
  readonly tokens: readonly TokenRow[]
  readonly newToken?: NewToken
  readonly csrf: string
  readonly now: Date
}): Html {
  return html`<section class="card" id="tokens">
    <header>
      <div>
        <h2>Tokens</h2>
        <p class="muted">
          A token lets one machine act for you. Give it no more than it needs; nobody can read it
          again.
        </p>
      </div>
    </header>
    ${facts.newToken && shownOnce(facts.newToken)}
    ${facts.tokens.length > 0 ? tokenTable(facts.tokens, facts.now) : noTokens()}
    ${newTokenForm(facts.csrf)}
  </section>`
}

function shownOnce({ name, token }: NewToken): Html {
  return html`<div class="notice ok" role="status">
    <p>The token “${name}” is ready. Copy it now: it is not shown again.</p>
    <div class="copy">
      <pre
        class="code"
        id="token-value"
        tabindex="0"
        aria-label="Your new token"
      ><code>${token}</code></pre>
      <button class="button small" type="button" data-copy="token-value">Copy</button>
    </div>
  </div>`
}

function noTokens(): Html {
  return html`<div class="empty">
    ${icon('key')}
    <h3>No token yet</h3>
    <p>Make one for each machine, so that you can end one without the others.</p>
  </div>`
}

function tokenTable(tokens: readonly TokenRow[], now: Date): Html {
  return html`<div class="scroll edge" tabindex="0" role="region" aria-label="Your tokens">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">For</th>
          <th scope="col" class="roomy">Made</th>
          <th scope="col">Last used</th>
          <th scope="col">Expires</th>
          <th scope="col"><span class="visually-hidden">Action</span></th>
        </tr>
      </thead>
      <tbody>
        ${tokens.map((token) => tokenRow(token, now))}
      </tbody>
    </table>
  </div>`
}

function tokenRow(token: TokenRow, now: Date): Html {
  return html`<tr>
    <th scope="row">${token.name}</th>
    <td>${scopeNames[token.scope]}</td>
    <td class="roomy nowrap">${timeAgo(token.createdAt, now)}</td>
    <td class="nowrap">
      ${token.lastUsedAt ? timeAgo(token.lastUsedAt, now) : html`<span class="muted">never</span>`}
    </td>
    <td class="nowrap">${expiry(token.expiresAt, now)}</td>
    <td class="tight">
      <a
        class="button small danger"
        href="/account/tokens/${token.id}/revoke"
        aria-label="Revoke ${token.name}"
        >Revoke</a
      >
    </td>
  </tr>`
}

function expiry(expiresAt: Date | null, now: Date): Html {
  if (!expiresAt) return html`<span class="muted">never</span>`
  if (expiresAt <= now) return html`<span class="badge warn">expired</span>`
  return timeAgo(expiresAt, now)
}

function newTokenForm(csrf: string): Html {
  return html`<form method="post" action="/account/tokens" class="inline-form" id="new-token">
    ${csrfField(csrf)}
    <div class="field">
      <label for="token-name">New token for</label>
      <input
        id="token-name"
        name="name"
        required
        maxlength="100"
        placeholder="My laptop"
        autocomplete="off"
      />
    </div>
    <div class="field brief">
      <label for="token-scope">For</label>
      <select id="token-scope" name="scope">
        ${tokenScopes.map((scope) => html`<option value="${scope}">${scopeNames[scope]}</option>`)}
      </select>
    </div>
    <div class="field brief">
      <label for="token-days">Expires in</label>
      <select id="token-days" name="days">
        ${tokenLifetimes.map(
          (days) =>
            html`<option value="${days}" ${days === 90 && html`selected`}>
              ${lifetimeName(days)}
            </option>`,
        )}
      </select>
    </div>
    <button class="button primary">Make a token</button>
  </form>`
}

function lifetimeName(days: number): string {
  if (days === 0) return 'never'
  return days === 365 ? 'a year' : `${days} days`
}
