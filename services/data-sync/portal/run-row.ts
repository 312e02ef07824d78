import { html, type Html } from '#core/html.ts'
import { formatBytes } from '#core/portal/format-bytes.ts'
import type { Run } from '../engine/runs.ts'
import { countOf, formatCount } from '#core/portal/format-count.ts'
import { formatDuration } from './format-duration.ts'
import { runProblem } from './run-problem.ts'
import { runProgress } from './run-progress.ts'
import { statusBadges, triggerWords } from './run-words.ts'
import type { TableView } from './table-view.ts'
import { timeAgo } from '#core/portal/time-ago.ts'

/** One run of a table in its history. Who asked for it is for administrators. */
export function runRow(run: Run, { viewer, now }: Pick<TableView, 'viewer' | 'now'>): Html {
  const { tone, text } = statusBadges[run.status]
  return html`<tr>
    <th scope="row" class="tight"><span class="badge ${tone}">${text}</span></th>
    <td class="tight">${timeAgo(run.finished_at ?? run.started_at ?? run.requested_at, now)}</td>
    <td class="tight">${duration(run, now)}</td>
    <td>
      ${triggerWords[run.trigger]}
      ${viewer.admin && run.requested_by && html`<div class="small muted">${run.requested_by}</div>`}
    </td>
    <td class="num">${run.rows === null ? '–' : formatCount(run.rows)}</td>
    <td class="num">${run.bytes_published ? formatBytes(run.bytes_published) : '–'}</td>
    <td>${outcome(run, viewer.admin)}</td>
  </tr>`
}

function duration({ started_at, finished_at }: Run, now: Date): string {
  if (!started_at) return '–'
  return formatDuration((finished_at ?? now).getTime() - started_at.getTime())
}

function outcome(run: Run, admin: boolean): Html {
  const progress = runProgress(run)
  return html`${progress && html`<p>${progress} done</p>`} ${runProblem(run, admin)}
  ${run.generation !== null && html`<p>Generation ${run.generation}</p>`}
  ${run.rejected !== null && run.rejected > 0 && html`<p>${countOf(run.rejected, 'row')} rejected</p>`}
  ${run.details.map((detail) => html`<p class="small muted">${detail}</p>`)}`
}
