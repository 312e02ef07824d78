import { html, type Html } from '#core/html.ts'
import type { Run } from '../engine/runs.ts'
import { runProblem } from './run-problem.ts'
import { runProgress } from './run-progress.ts'
import { isOpen } from './run-words.ts'
import { tablePath } from './table-path.ts'
import type { TableView } from './table-view.ts'

/** How the run stands that is being followed; nothing when it is none of the runs shown. */
export function runNotice(view: TableView, followed: number | undefined): Html | undefined {
  const run = view.runs.find(({ id }) => id === followed)
  if (!run) return undefined
  const { tone, text } = standing(run, view)
  return html`<div class="stack">
    <div class="notice ${tone}" role="status">
      <p>${text}</p>
      ${run.status === 'failed' && runProblem(run, view.viewer.admin)}
      <p><a href="${tablePath(view.table)}${isOpen(run) && `?run=${run.id}`}">${linkOf(run)}</a></p>
    </div>
  </div>`
}

function linkOf(run: Run): string {
  if (isOpen(run)) return 'Reload'
  return run.status === 'published' ? 'Show the new version' : 'Close'
}

function standing(
  run: Run,
  { table }: TableView,
): { readonly tone: string; readonly text: string } {
  switch (run.status) {
    case 'queued':
      return { tone: 'info', text: 'Queued: it starts when its turn comes' }
    case 'running': {
      const progress = runProgress(run)
      return { tone: 'info', text: progress ? `Running: ${progress} done` : 'Running' }
    }
    case 'published':
      return { tone: 'ok', text: 'Done: a new version is published' }
    case 'failed':
      return {
        tone: 'fail',
        text: `The refresh failed${table.version ? '; the last good version stays' : ''}`,
      }
    case 'interrupted':
      return { tone: 'warn', text: 'Interrupted by a stop of the server; it was queued again' }
    default:
      return { tone: 'ok', text: 'Done: the content is the same as before' }
  }
}
