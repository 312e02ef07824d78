import { html, type Html } from '#core/html.ts'
import { catalogPath } from './catalog-request.ts'
import type { CatalogSummary } from './catalog-summary.ts'
import { countOf, formatCompact, formatCount } from '#core/portal/format-count.ts'
import { timeAgo } from '#core/portal/time-ago.ts'

const failingPath = catalogPath({ q: '', sort: 'name', failing: true })

/** The body of the dashboard's card: the tables that the person may see, in a few numbers. */
export function widget(summary: CatalogSummary, now: Date): Html {
  const { tables, rows, changedAt, failing, running } = summary
  if (tables === 0 && failing === 0 && running === 0) {
    return html`<p class="muted">No table is there for you yet.</p>
      <p><a href="/catalog">Open the catalog</a></p>`
  }
  return html`<dl class="stats">
      <div class="stat">
        <dt>Tables</dt>
        <dd><a href="/catalog">${formatCount(tables)}</a></dd>
      </div>
      <div class="stat">
        <dt>Rows</dt>
        <dd title="${formatCount(rows)}">${formatCompact(rows)}</dd>
      </div>
      ${
        changedAt &&
        html`<div class="stat">
          <dt>Newest data</dt>
          <dd>${timeAgo(changedAt, now)}</dd>
        </div>`
      }
    </dl>
    <div class="row">
      ${
        failing > 0 &&
        html`<a href="${failingPath}"
          ><span class="badge fail">${countOf(failing, 'table')} failing</span></a
        >`
      }
      ${running > 0 && html`<span class="badge info">${countOf(running, 'refresh', 'refreshes')} running</span>`}
      ${failing === 0 && running === 0 && html`<span class="badge ok">All refreshes ended well</span>`}
    </div>`
}
