import { html, type Html } from '#core/html.ts'
import { countOf } from '#core/portal/format-count.ts'
import { timeAgo } from '#core/portal/time-ago.ts'
import type { ScriptView } from '../routes/script-list.ts'

/** The body of the dashboard's card. */
export function scriptsWidget(scripts: readonly ScriptView[], now: Date): Html {
  if (scripts.length === 0)
    return html`<p class="muted">You have no script yet.</p>
      <p><a href="/scripts">Write the first one</a></p>`
  const failing = scripts.filter(({ lastRun, paused }) => !paused && lastRun?.status === 'failed')
  const last = scripts
    .flatMap(({ lastRun }) => (lastRun ? [lastRun.startedAt] : []))
    .sort((a, b) => b.getTime() - a.getTime())[0]
  return html`<p>
      <a href="/scripts">${countOf(scripts.length, 'script')}</a
      >${last && html`, the last run ${timeAgo(last, now)}`}
    </p>
    ${
      failing.length > 0
        ? html`<p><span class="badge fail">${countOf(failing.length, 'script')} failing</span></p>`
        : html`<p><span class="badge ok">None is failing</span></p>`
    }`
}
