import { html, type Html } from '#core/html.ts'
import type { Group } from '#core/identity/groups.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { Page } from '../pages/frame.ts'
import { adminPage } from './admin-page.ts'

/** All groups, the form for a new one, and the question who sees a table. */
export function groupsPage(groups: readonly Group[], token: string): Page {
  return adminPage('/admin/groups', {
    title: 'Groups',
    lead: 'Tables are granted to groups; people see what their groups see.',
    body: html`<form class="card inline-form" method="post" action="/admin/groups">
        ${csrfField(token)}
        <div class="field">
          <label for="group-name">New group</label>
          <input
            id="group-name"
            name="name"
            required
            pattern="[a-z][a-z0-9_\\-]*"
            maxlength="63"
            autocomplete="off"
            aria-describedby="group-hint"
          />
          <small id="group-hint">Small letters, digits, dash and underscore</small>
        </div>
        <button class="button primary">Make it</button>
      </form>
      <div class="card flush">
        <div class="scroll" tabindex="0" role="region" aria-label="Groups">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Group</th>
                <th scope="col" class="num">Members</th>
                <th scope="col">Tables</th>
              </tr>
            </thead>
            <tbody>
              ${groups.map(row)}
            </tbody>
          </table>
        </div>
      </div>
      <form class="search" method="get" action="/admin/tables" role="search">
        <label for="table-id">Who may see a table, and why</label>
        <input id="table-id" name="table" placeholder="dataset/table" required />
        <button class="button">Look</button>
      </form>`,
  })
}

function row({ name, description, members, tables }: Group): Html {
  return html`<tr>
    <th scope="row">
      <a href="/admin/groups/${name}">${name}</a>
      ${description && html`<br /><span class="small muted">${description}</span>`}
    </th>
    <td class="num">${name === 'everyone' ? 'all' : members.length}</td>
    <td>
      ${
        tables.length > 0
          ? tables.map((pattern) => html`<code>${pattern}</code> `)
          : html`<span class="muted">none</span>`
      }
    </td>
  </tr>`
}
