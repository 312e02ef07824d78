import type { AuditRecord } from '#core/identity/audit.ts'
import { html, type Html } from '#core/html.ts'
import type { Page } from '../pages/frame.ts'
import { adminPage } from './admin-page.ts'
import { auditQueryText, type AuditQuery } from './audit-query.ts'

interface AuditFacts {
  readonly records: readonly AuditRecord[]
  readonly query: AuditQuery
  readonly more: boolean
  readonly retentionDays: number
}

/** The log of what was done to people, rights and tokens. */
export function auditPage({ records, query, more, retentionDays }: AuditFacts): Page {
  const last = records.at(-1)
  return adminPage('/admin/audit', {
    title: 'Audit log',
    lead: `What was done, by whom. Nothing in it can be changed; entries go after ${retentionDays} days.`,
    actions: html`<a
      class="button"
      href="/admin/audit.csv?${auditQueryText({ ...query, before: undefined })}"
      >Export as CSV</a
    >`,
    body: html`${filters(query)} ${records.length === 0 ? nothing : table(records)}
    ${
      more &&
      last &&
      html`<p>
        <a class="button" href="/admin/audit?${auditQueryText({ ...query, before: last.id })}"
          >Older entries</a
        >
      </p>`
    }`,
  })
}

const nothing = html`<div class="card">
  <div class="empty">
    <h2>No entry</h2>
    <p>Nothing in the log is like that. A shorter word, or a longer time, finds more.</p>
    <a class="button" href="/admin/audit">Show all</a>
  </div>
</div>`

function filters(query: AuditQuery): Html {
  return html`<form class="toolbar" method="get" action="/admin/audit" role="search">
    ${field('actor', 'Who', query.actor)} ${field('action', 'Action', query.action)}
    ${field('subject', 'On', query.subject)}
    ${field('from', 'From', query.from?.toISOString().slice(0, 10), 'date')}
    ${field('until', 'Until', query.until?.toISOString().slice(0, 10), 'date')}
    <button class="button">Filter</button>
  </form>`
}

function field(name: string, label: string, value = '', type = 'text'): Html {
  return html`<div class="field brief">
    <label for="audit-${name}">${label}</label>
    <input id="audit-${name}" name="${name}" type="${type}" value="${value}" />
  </div>`
}

function table(records: readonly AuditRecord[]): Html {
  return html`<div class="card flush">
    <div class="scroll" tabindex="0" role="region" aria-label="Entries, newest first">
      <table class="table dense">
        <thead>
          <tr>
            <th scope="col">When (UTC)</th>
            <th scope="col">Who</th>
            <th scope="col">Action</th>
            <th scope="col">On</th>
            <th scope="col">Details</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          ${records.map(row)}
        </tbody>
      </table>
    </div>
  </div>`
}

function row({ at, actor, action, subject, detail, address }: AuditRecord): Html {
  const iso = at.toISOString()
  const isBreach = action === 'limit.breached'
  return html`<tr>
    <td class="nowrap"><time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time></td>
    <td>${actor}</td>
    <td>
      ${isBreach ? html`<span class="badge warn">${action}</span>` : html`<code>${action}</code>`}
    </td>
    <td>${subject}</td>
    <td class="small">
      ${Object.entries(detail).map(([name, value]) => html`${name}: ${value} `)}
    </td>
    <td class="nowrap">${address ?? ''}</td>
  </tr>`
}
