import { sql } from 'kysely'
import type { SourceConfig } from '#core/config/instance.ts'
import type { PortalIdentity } from '#core/http/portal-identity.ts'
import { isGranted } from '#core/identity/grants.ts'
import { isDeclared } from '../engine/is-declared.ts'
import type { Catalogue, Run } from '../engine/runs.ts'
import type { CatalogTable } from './catalog-table.ts'

/** What decides which tables a person sees. */
export type Reader = Pick<PortalIdentity, 'admin' | 'tables'>

/**
 * The tables that the person may know of, by id. Administrators also see what instance.yaml declares
 * and was never published. Everything that the catalog shows comes through here.
 */
export async function listTables(
  catalogue: Catalogue,
  sources: readonly SourceConfig[],
  reader: Reader,
  only?: string,
): Promise<readonly CatalogTable[]> {
  const [versions, known, ended, open] = await Promise.all([
    currentVersions(catalogue, only),
    knownTables(catalogue, only),
    lastRuns(catalogue, only),
    openRuns(catalogue, only),
  ])
  const versionOf = new Map(versions.map((version) => [version.table_id, version]))
  const knownOf = new Map(known.map((table) => [table.id, table]))
  const endedOf = new Map(ended.map((run) => [run.table_id, run]))
  const openOf = new Map(open.map((run) => [run.table_id, run]))
  const ids = [...new Set([...versionOf.keys(), ...knownOf.keys()])].sort()
  return ids
    .map((id): CatalogTable => {
      const [version, table] = [versionOf.get(id), knownOf.get(id)]
      const [dataset = '', name = ''] = id.split('/', 2)
      return {
        id,
        dataset,
        name,
        description: version?.description ?? table?.description ?? undefined,
        version,
        columns: version && (table?.columns ?? undefined),
        checkedAt: table?.last_checked_at ?? undefined,
        gone: table?.gone_at != null,
        lastRun: endedOf.get(id),
        openRun: openOf.get(id),
      }
    })
    .filter((table) => mayKnow(table, sources, reader))
}

function mayKnow(table: CatalogTable, sources: readonly SourceConfig[], reader: Reader): boolean {
  if (table.version) return reader.admin || isGranted(reader.tables, table.id)
  return reader.admin && !table.gone && isDeclared(sources, table)
}

function currentVersions(catalogue: Catalogue, only: string | undefined) {
  return catalogue
    .selectFrom('version')
    .selectAll()
    .where('to_gen', 'is', null)
    .$if(only !== undefined, (query) => query.where('table_id', '=', only ?? ''))
    .execute()
}

function knownTables(catalogue: Catalogue, only: string | undefined) {
  return catalogue
    .selectFrom('source_table')
    .select(['id', 'description', 'last_checked_at', 'gone_at'])
    .select(sql<number | null>`jsonb_array_length(pinned_schema -> 'columns')`.as('columns'))
    .$if(only !== undefined, (query) => query.where('id', '=', only ?? ''))
    .execute()
}

function lastRuns(catalogue: Catalogue, only: string | undefined): Promise<Run[]> {
  return catalogue
    .selectFrom('run')
    .distinctOn('table_id')
    .selectAll()
    .where('table_id', 'is not', null)
    .where('status', 'in', ['published', 'unchanged', 'failed'])
    .$if(only !== undefined, (query) => query.where('table_id', '=', only ?? ''))
    .orderBy('table_id')
    .orderBy('id', 'desc')
    .execute()
}

/** Of a table that is worked on while it waits again, the run that works. */
function openRuns(catalogue: Catalogue, only: string | undefined): Promise<Run[]> {
  return catalogue
    .selectFrom('run')
    .distinctOn('table_id')
    .selectAll()
    .where('table_id', 'is not', null)
    .where('status', 'in', ['queued', 'running'])
    .$if(only !== undefined, (query) => query.where('table_id', '=', only ?? ''))
    .orderBy('table_id')
    .orderBy('status', 'desc')
    .execute()
}
