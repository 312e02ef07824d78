import { html, type Html } from '#core/html.ts'
import type { CatalogTable } from './catalog-table.ts'
import { countOf } from '#core/portal/format-count.ts'
import { runProgress } from './run-progress.ts'
import type { TableCondition } from './table-conditions.ts'

interface Badge {
  readonly tone: '' | 'ok' | 'warn' | 'fail' | 'info'
  readonly text: string
  readonly title: string
}

const badges: Readonly<Record<TableCondition, Badge>> = {
  running: { tone: 'info', text: 'Refreshing', title: 'It is being read from its source now' },
  queued: { tone: 'info', text: 'Queued', title: 'It waits for its turn to be refreshed' },
  unpublished: { tone: 'warn', text: 'Not published', title: 'Analysts do not see it yet' },
  failed: { tone: 'fail', text: 'Refresh failed', title: 'Its last refresh ended badly' },
  gone: {
    tone: 'warn',
    text: 'Gone from source',
    title: 'Its source no longer offers it; the last version stays',
  },
  stale: {
    tone: 'warn',
    text: 'Stale',
    title: 'It should have been refreshed by its schedule and was not',
  },
}

/** The badges of a table: its conditions, and how many rows did not fit. */
export function conditionBadges(
  { openRun, version }: CatalogTable,
  conditions: readonly TableCondition[],
): Html {
  const progress = openRun && runProgress(openRun)
  return html`${conditions.map((condition) => {
    const { tone, text, title } = badges[condition]
    const done = condition === 'running' && progress && ` ${progress}`
    return html` <span class="badge ${tone}" title="${title}">${text}${done}</span>`
  })}${
    version !== undefined &&
    version.rejected > 0 &&
    html` <span class="badge warn" title="Rows that do not fit, as a whole or in a value">
      ${countOf(version.rejected, 'row')} rejected</span
    >`
  }`
}
