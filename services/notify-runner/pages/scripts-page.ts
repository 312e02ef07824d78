import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { exactTime } from '#core/portal/exact-time.ts'
import { timeAgo } from '#core/portal/time-ago.ts'
import type { ScriptView } from '../routes/script-list.ts'
import { pauseForm } from './pause-form.ts'
import { runStatus } from './run-status.ts'
import { starters } from './starters.ts'

/** All scripts of a person. */
export function scriptsPage(scripts: readonly ScriptView[], csrf: string, now: Date): Html {
  return html`<header class="page-head">
      <div>
        <h1>Scripts</h1>
        <p class="lead">They look at your data on a schedule, and tell you when something is up.</p>
      </div>
      <div class="actions">${newLinks('button')}</div>
    </header>
    ${
      scripts.length === 0
        ? empty
        : html`<div class="card flush">
            <div class="scroll" tabindex="0" role="region" aria-label="Your scripts">
              <table class="table">
                <thead>
                  <tr>
                    <th scope="col">Script</th>
                    <th scope="col">Schedule</th>
                    <th scope="col">Last run</th>
                    <th scope="col">Next run</th>
                    <th scope="col"><span class="visually-hidden">Actions</span></th>
                  </tr>
                </thead>
                <tbody>
                  ${scripts.map((script) => row(script, csrf, now))}
                </tbody>
              </table>
            </div>
          </div>`
    }`
}

function row(script: ScriptView, csrf: string, now: Date): Html {
  const { name, schedule, problems, paused, nextRunAt, lastRun } = script
  return html`<tr>
    <td><a href="/scripts/${name}">${name}</a></td>
    <td>
      <code>${schedule}</code>
      ${
        problems.length > 0 &&
        html`<br /><span class="badge warn" title="${problems.join('; ')}">has a mistake</span>`
      }
    </td>
    <td class="tight">
      ${
        lastRun
          ? html`${runStatus(lastRun.status)} ${timeAgo(lastRun.startedAt, now)}`
          : html`<span class="muted">never</span>`
      }
    </td>
    <td class="tight">
      ${
        paused
          ? html`<span class="badge warn">paused</span>`
          : nextRunAt
            ? exactTime(nextRunAt)
            : html`<span class="muted">by hand</span>`
      }
    </td>
    <td class="tight">
      <div class="actions">
        <form method="post" action="/scripts/${name}/run">
          ${csrfField(csrf)}
          <button class="button small">Run now<span class="visually-hidden"> ${name}</span></button>
        </form>
        ${pauseForm(script, csrf, 'button small')}
      </div>
    </td>
  </tr>`
}

function newLinks(style: string): readonly Html[] {
  return starters.map(
    ({ kind, label }) =>
      html`<a class="${style}" href="/scripts/new?kind=${kind}">New: ${label}</a>`,
  )
}

const empty = html`<div class="card">
  <div class="empty">
    <h2>No script yet</h2>
    <p>
      A script is a few lines of SQL, Python or JavaScript. It looks at the tables that you may see,
      and what it says reaches you in the portal, in Telegram, and on your desktop.
    </p>
    <a class="button primary" href="/scripts/new?kind=sql">Write an SQL alert</a>
    <p class="muted small">Or from your machine: <code>analyst scripts push my_alert.sql</code></p>
  </div>
</div>`
