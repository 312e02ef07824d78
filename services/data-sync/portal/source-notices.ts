import { html, type Html } from '#core/html.ts'
import type { CatalogView } from './catalog-view.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { SourceState } from './list-sources.ts'
import { runProblem } from './run-problem.ts'
import { sourceRunPath } from './table-path.ts'
import { timeAgo } from '#core/portal/time-ago.ts'

/** For administrators: the sources that could not be looked through for tables, with the way out. */
export function sourceNotices(view: CatalogView): readonly Html[] {
  const { viewer, sources } = view
  if (!viewer.admin) return []
  return sources
    .filter(({ lastRun, openRun }) => lastRun?.status === 'failed' && !openRun)
    .map((source) => notice(source, view))
}

function notice({ id, title, lastRun }: SourceState, { viewer, now }: CatalogView): Html {
  return html`<div class="notice fail">
    <p>The source ${title} could not be looked through</p>
    ${lastRun && runProblem(lastRun, viewer.admin)}
    <form method="post" action="${sourceRunPath(id)}" class="row">
      ${csrfField(viewer.csrf)}
      <button class="button small">Try again</button>
      ${
        lastRun?.finished_at &&
        html`<span class="small muted">Tried ${timeAgo(lastRun.finished_at, now)}</span>`
      }
    </form>
  </div>`
}
