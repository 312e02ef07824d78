import { html, type Html } from '#core/html.ts'
import type { Run } from '../engine/runs.ts'

/**
 * Why a run ended badly, and what can be done. The text of a defect may tell of the server's inside,
 * so only administrators read it.
 */
export function runProblem(run: Run, admin: boolean): Html | undefined {
  if (run.error === null) return undefined
  if (run.error_code === 'internal_error' && !admin) {
    return html`<p>An unexpected error. Administrators see what happened.</p>`
  }
  return html`<p>${run.error}</p>
    ${run.remedy !== null && html`<p class="muted">${run.remedy}</p>`}`
}
