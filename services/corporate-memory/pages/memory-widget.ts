import { html, type Html } from '#core/html.ts'
import { countOf } from '#core/portal/format-count.ts'
import { ago } from '#core/portal/time-ago.ts'
import type { Stats } from '../views/stats.ts'

/** The memory on the dashboard. */
export function memoryWidget(
  stats: Stats,
  { pending, expiring }: { readonly pending: number; readonly expiring: number },
  now: Date,
): Html {
  const last = stats.last_collection
  return html`<p>
      ${countOf(stats.knowledge_count, 'item')} from
      ${countOf(stats.contributors, 'person', 'people')}
    </p>
    ${pending > 0 && html`<p><a class="badge warn" href="/corporate-memory?show=pending">${pending} to review</a></p>`}
    ${expiring > 0 && html`<p><a class="badge warn" href="/corporate-memory?show=expiring">${expiring} to confirm</a></p>`}
    <p class="muted small">
      ${last ? `Collected ${ago(new Date(last), now)}` : 'Nothing collected yet'}
    </p>`
}
