import type { SourceConfig } from '#core/config/instance.ts'
import { isGranted } from '#core/identity/grants.ts'
import type { Catalogue, Run } from '../engine/runs.ts'
import type { Reader } from './list-tables.ts'

/** A configured source and how the search for its tables stands. */
export interface SourceState {
  readonly id: string
  readonly title: string
  readonly description: string | undefined
  /** The last search that ended well or badly. */
  readonly lastRun: Run | undefined
  /** The search that runs or waits. */
  readonly openRun: Run | undefined
  /** Whether anything that the person may know of runs or waits. */
  readonly working: boolean
}

/** The sources that the person may know of: one of their tables would be visible if it were there. */
export async function listSources(
  catalogue: Catalogue,
  sources: readonly SourceConfig[],
  reader: Reader,
): Promise<readonly SourceState[]> {
  const [ended, open] = await Promise.all([lastSearches(catalogue), openRuns(catalogue)])
  return sources
    .filter(({ id }) => mayKnowSource(id, reader))
    .map(({ id, title, description }) => {
      const working = open.filter((run) => run.source === id && mayKnowRun(run, reader))
      return {
        id,
        title: title ?? id,
        description,
        lastRun: ended.find(({ source }) => source === id),
        openRun: working.find(({ table_id }) => table_id === null),
        working: working.length > 0,
      }
    })
}

function lastSearches(catalogue: Catalogue): Promise<Run[]> {
  return catalogue
    .selectFrom('run')
    .distinctOn('source')
    .selectAll()
    .where('table_id', 'is', null)
    .where('status', 'in', ['discovered', 'failed'])
    .orderBy('source')
    .orderBy('id', 'desc')
    .execute()
}

/** A run that works comes before one that waits. */
function openRuns(catalogue: Catalogue): Promise<Run[]> {
  return catalogue
    .selectFrom('run')
    .selectAll()
    .where('status', 'in', ['queued', 'running'])
    .orderBy('status', 'desc')
    .execute()
}

function mayKnowSource(source: string, { admin, tables }: Reader): boolean {
  return admin || tables.some((pattern) => pattern === '*' || pattern.startsWith(`${source}/`))
}

function mayKnowRun({ table_id }: Run, { admin, tables }: Reader): boolean {
  return admin || table_id === null || isGranted(tables, table_id)
}
