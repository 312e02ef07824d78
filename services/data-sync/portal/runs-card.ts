import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { runNotice } from './run-notice.ts'
import { runRow } from './run-row.ts'
import { isOpen } from './run-words.ts'
import { tablePath } from './table-path.ts'
import type { TableView } from './table-view.ts'

/**
 * The last runs, and for administrators the way to ask for one. While a run is open this part asks
 * for itself again every two seconds; without JavaScript a link reloads the page.
 */
export function runsCard(view: TableView): Html {
  const { table, runs, viewer, askedRun } = view
  const open = runs.find(isOpen)
  const followed = askedRun ?? open?.id
  const polling =
    open &&
    html`hx-get="${tablePath(table)}/runs?run=${followed}" hx-trigger="every 2s" hx-target="this"
    hx-select="#runs" hx-swap="outerMorph" hx-status:4xx="swap:none" hx-status:5xx="swap:none"`
  return html`<section class="card flush" id="runs" aria-labelledby="runs-title" ${polling}>
    <header>
      <h2 id="runs-title">Refreshes</h2>
      ${viewer.admin && canRun(view) && runNow(view)}
    </header>
    ${runNotice(view, followed)}
    ${runs.length > 0 ? history(view) : html`<p class="muted">None yet.</p>`}
  </section>`
}

function canRun({ table, configured }: TableView): boolean {
  return configured.some(({ id }) => id === table.dataset)
}

function runNow({ table, viewer, runs }: TableView): Html {
  const isQueued = runs.some(({ status }) => status === 'queued')
  return html`<form method="post" action="${tablePath(table)}/run">
    ${csrfField(viewer.csrf)}
    <button class="button small" ${isQueued && html`disabled`}>Run now</button>
  </form>`
}

function history(view: TableView): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="The last refreshes">
    <table class="table dense">
      <caption class="visually-hidden">
        The last refreshes, newest first
      </caption>
      <thead>
        <tr>
          <th scope="col">Result</th>
          <th scope="col" class="tight">When</th>
          <th scope="col" class="tight">Took</th>
          <th scope="col">Started by</th>
          <th scope="col" class="num">Rows</th>
          <th scope="col" class="num">Published</th>
          <th scope="col">What happened</th>
        </tr>
      </thead>
      <tbody>
        ${view.runs.map((run) => runRow(run, view))}
      </tbody>
    </table>
  </div>`
}
