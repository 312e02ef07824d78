import { html, type Html } from '#core/html.ts'
import type { GroupFacts } from '#core/identity/group-facts.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { Page } from '../pages/frame.ts'
import { adminPage } from './admin-page.ts'

/** One group: its members and tables; what instance.yaml says is shown and changed there. */
export function groupPage(group: GroupFacts, token: string): Page {
  const { name, description, origin } = group
  return adminPage('/admin/groups', {
    title: name,
    lead: description ?? 'A group of people and the tables that they see',
    body: html`${membersCard(group, token)} ${tablesCard(group, token)}
    ${origin === 'command' && removal(name, token)}
    ${origin === 'instance' && html`<p class="muted">This group stands in <code>instance.yaml</code> and is removed there.</p>`}`,
  })
}

function membersCard({ name, members }: GroupFacts, token: string): Html {
  if (name === 'everyone')
    return html`<section class="card">
      <p>Everybody is in this group, without being named.</p>
    </section>`
  return html`<section class="card" aria-labelledby="members-title">
    <header><h2 id="members-title">Members</h2></header>
    ${members.length === 0 && html`<p class="muted">Nobody yet.</p>`}
    <ul class="list">
      ${members.map(
        ({ value, origins }) =>
          html`<li>
            <div class="spread">
              <span>${value} ${said(origins)}</span>
              ${origins.includes('command') && take(`/admin/groups/${name}/remove-member`, 'email', value, token)}
            </div>
          </li>`,
      )}
    </ul>
    <form class="inline-form" method="post" action="/admin/groups/${name}/add-member">
      ${csrfField(token)}
      <div class="field">
        <label for="member">Address</label>
        <input id="member" name="email" type="email" required autocomplete="off" />
      </div>
      <button class="button">Put in</button>
    </form>
  </section>`
}

function tablesCard({ name, tables }: GroupFacts, token: string): Html {
  return html`<section class="card" aria-labelledby="tables-title">
    <header><h2 id="tables-title">Tables</h2></header>
    ${tables.length === 0 && html`<p class="muted">No table is granted.</p>`}
    <ul class="list">
      ${tables.map(
        ({ value, origins }) =>
          html`<li>
            <div class="spread">
              <span><code>${value}</code> ${said(origins)}</span>
              ${origins.includes('command') && take(`/admin/groups/${name}/revoke`, 'tables', value, token)}
            </div>
          </li>`,
      )}
    </ul>
    <form class="inline-form" method="post" action="/admin/groups/${name}/grant">
      ${csrfField(token)}
      <div class="field">
        <label for="tables">Grant</label>
        <input
          id="tables"
          name="tables"
          required
          placeholder="dataset/table"
          aria-describedby="tables-hint"
        />
        <small id="tables-hint"
          ><code>*</code>, <code>dataset/*</code> or <code>dataset/table</code></small
        >
      </div>
      <button class="button">Grant</button>
    </form>
  </section>`
}

function said(origins: readonly string[]): Html | false {
  const others = origins.filter((origin) => origin !== 'command')
  const names: Readonly<Record<string, string>> = {
    instance: 'by instance.yaml',
    issuer: 'by the sign-in service',
    'built-in': 'from the start',
  }
  return (
    others.length > 0 &&
    html`<span class="muted small"
      >${others.map((origin) => names[origin] ?? origin).join(', ')}</span
    >`
  )
}

function take(action: string, field: string, value: string, token: string): Html {
  return html`<form method="post" action="${action}">
    ${csrfField(token)}<input type="hidden" name="${field}" value="${value}" />
    <button class="button small" aria-label="Take back ${value}">Take back</button>
  </form>`
}

function removal(name: string, token: string): Html {
  return html`<details class="more">
    <summary>Remove this group</summary>
    <form class="stack" method="post" action="/admin/groups/${name}/remove">
      ${csrfField(token)}
      <label class="check">
        <input type="checkbox" name="confirm" value="yes" required /> Remove ${name}, its
        memberships and grants; people stay
      </label>
      <div><button class="button danger">Remove</button></div>
    </form>
  </details>`
}
