import type { SourceConfig } from '#core/config/instance.ts'
import type { Catalogue, Run } from '../engine/runs.ts'
import type { Reader } from './list-tables.ts'

/** A configured source and how the search for its tables stands. */
export interface SourceState {
  readonly id: string
  readonly title: string
  readonly description: string | undefined
  /** The last search that ended well or badly. */
  readonly lastRun: Run | undefined
  readonly openRun: Run | undefined
}

/** The sources that the person may know of: one of their tables would be visible if it were there. */
export async function listSources(
  catalogue: Catalogue,
  sources: readonly SourceConfig[],
  reader: Reader,
): Promise<readonly SourceState[]> {
  const ofSources = catalogue
    .selectFrom('run')
    .distinctOn('source')
    .selectAll()
    .where('table_id', 'is', null)
    .orderBy('source')
  const [ended, open] = await Promise.all([
    ofSources.where('status', 'in', ['discovered', 'failed']).orderBy('id', 'desc').execute(),
    ofSources.where('status', 'in', ['queued', 'running']).orderBy('status', 'desc').execute(),
  ])
  return sources
    .filter(({ id }) => mayKnow(id, reader))
    .map(({ id, title, description }) => ({
      id,
      title: title ?? id,
      description,
      lastRun: ended.find(({ source }) => source === id),
      openRun: open.find(({ source }) => source === id),
    }))
}

function mayKnow(source: string, { admin, tables }: Reader): boolean {
  return admin || tables.some((pattern) => pattern === '*' || pattern.startsWith(`${source}/`))
}
