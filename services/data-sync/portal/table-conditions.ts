import type { SourceConfig } from '#core/config/instance.ts'
import type { CatalogTable } from './catalog-table.ts'
import { scheduleGap } from './schedule-gap.ts'

/** What a reader should know before trusting a table; none of them: it is fresh. */
export type TableCondition = 'running' | 'queued' | 'unpublished' | 'failed' | 'gone' | 'stale'

/** All conditions of a table at a time, those that pass by themselves first. */
export function conditionsOf(
  table: CatalogTable,
  sources: readonly SourceConfig[],
  now: Date,
): readonly TableCondition[] {
  const { openRun, lastRun, version, gone } = table
  const conditions: (TableCondition | false)[] = [
    openRun?.status === 'running' && 'running',
    openRun?.status === 'queued' && 'queued',
    !version && 'unpublished',
    lastRun?.status === 'failed' && 'failed',
    gone && 'gone',
    isStale(table, sources, now) && 'stale',
  ]
  return conditions.filter((condition) => condition !== false)
}

/** Stale is what was due twice by its schedule and was not checked with success since. */
function isStale(table: CatalogTable, sources: readonly SourceConfig[], now: Date): boolean {
  const source = sources.find(({ id }) => id === table.dataset)
  const schedule = source?.tables[table.name]?.schedule ?? source?.schedule
  if (schedule === undefined || !table.version) return false
  const checkedAt = table.checkedAt ?? table.version.created_at
  return now.getTime() - checkedAt.getTime() > 2 * scheduleGap(schedule)
}
