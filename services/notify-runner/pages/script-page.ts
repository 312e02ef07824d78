import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { exactTime } from '#core/portal/exact-time.ts'
import { timeAgo } from '#core/portal/time-ago.ts'
import type { RunRecord } from '../runs/run-records.ts'
import { pauseForm } from './pause-form.ts'
import { runStatus } from './run-status.ts'

interface ScriptPageView {
  readonly name: string
  readonly source: string
  readonly schedule: string
  readonly problems: readonly string[]
  readonly runs: readonly RunRecord[]
  /** Until when it is not run on schedule, as it told something. */
  readonly quiet: Date | undefined
  /** Whether its owner keeps it from running on schedule. */
  readonly paused: boolean
  readonly csrf: string
  readonly now: Date
}

/** One script: what it is, and how its runs ended. */
export function scriptPage(view: ScriptPageView): Html {
  const { name, source, schedule, problems, runs, quiet, paused, csrf } = view
  const isOpen = runs.some(({ status }) => status === 'running')
  return html`<nav class="breadcrumb" aria-label="Breadcrumb">
      <ol>
        <li><a href="/scripts">Scripts</a></li>
        <li>${name}</li>
      </ol>
    </nav>
    <header class="page-head">
      <div>
        <h1>${name}</h1>
        <p class="lead">
          ${schedule === 'manual' ? 'Runs by hand only' : html`Due at <code>${schedule}</code> (UTC)`}
        </p>
      </div>
      <div class="actions">
        <form method="post" action="/scripts/${name}/run">
          ${csrfField(csrf)}<button class="button primary">Run now</button>
        </form>
        ${pauseForm(view, csrf, 'button')}
        <a class="button" href="/scripts/${name}/edit">Edit</a>
      </div>
    </header>
    ${problems.map((problem) => html`<p class="notice warn" role="status">${problem}</p>`)}
    ${
      paused &&
      html`<p class="notice warn" role="status">
        It is paused: it is not run on schedule until you resume it.
      </p>`
    }
    ${
      quiet &&
      !paused &&
      schedule !== 'manual' &&
      html`<p class="muted">
        It told you something: its cooldown lasts until ${exactTime(quiet)}, and so long it is not
        run on schedule.
      </p>`
    }
    <section class="card" id="runs" aria-labelledby="runs-title" ${isOpen && polling(name)}>
      <header><h2 id="runs-title">Runs</h2></header>
      ${
        runs.length === 0
          ? html`<p class="muted">It has not run yet.</p>`
          : html`<ul class="list">
              ${runs.map((run) => runItem(run, view.now))}
            </ul>`
      }
    </section>
    <section class="card" aria-labelledby="source-title">
      <header><h2 id="source-title">What it does</h2></header>
      <pre class="code" tabindex="0" aria-labelledby="source-title"><code>${source}</code></pre>
    </section>
    <details class="more">
      <summary>Remove this script</summary>
      <form method="post" action="/scripts/${name}/remove" class="stack">
        ${csrfField(csrf)}
        <label class="check"
          ><input type="checkbox" name="confirm" value="yes" required /> Remove ${name} for
          good</label
        >
        <div><button class="button danger">Remove</button></div>
      </form>
    </details>`
}

/** While a run goes on this part asks for itself again; without JavaScript one reloads the page. */
function polling(name: string): Html {
  return html`hx-get="/scripts/${name}" hx-trigger="every 2s" hx-target="this" hx-select="#runs"
  hx-swap="outerMorph" hx-status:4xx="swap:none" hx-status:5xx="swap:none"`
}

function runItem(run: RunRecord, now: Date): Html {
  const took = run.durationMs === null ? '' : `, ${(run.durationMs / 1000).toFixed(1)} s`
  const output = [run.stdout, run.stderr].filter((text) => text !== null && text.trim() !== '')
  return html`<li>
    <div>
      <p>
        ${runStatus(run.status)} ${timeAgo(run.startedAt, now)}
        <span class="muted">by ${run.trigger}${took}</span>
      </p>
      ${run.error && html`<p>${run.error}</p>`}
      ${run.remedy && html`<p class="muted">${run.remedy}</p>`}
      ${
        output.length > 0 &&
        html`<details class="more">
          <summary>Output</summary>
          <pre class="code"><code>${output.join('\n')}</code></pre>
        </details>`
      }
    </div>
  </li>`
}
