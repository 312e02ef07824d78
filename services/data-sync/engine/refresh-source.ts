import { countOf } from '#core/portal/format-count.ts'
import { discoverTables } from './discover-tables.ts'
import { openSource, type EngineContext, type RunSurroundings } from './engine-context.ts'
import { isDeclared } from './is-declared.ts'
import { withdrawTable } from './publish-version.ts'
import { requestRun, type Run, type RunOutcome } from './runs.ts'
import { rememberTables, tableId } from './source-tables.ts'

/** Asks a source for its tables, remembers them, and queues a run for each. */
export async function refreshSource(
  engine: EngineContext,
  run: Run,
  surroundings: RunSurroundings,
): Promise<RunOutcome> {
  const opened = openSource(engine, run.source, surroundings)
  const { source } = opened
  const tables = await discoverTables(opened)
  const gone = await rememberTables(engine.catalogue, source.id, tables)
  for (const table of tables) {
    await requestRun(engine.catalogue, engine.events, {
      source: source.id,
      tableId: tableId(source.id, table.name),
      trigger: run.trigger,
      ...(run.requested_by !== null && { requestedBy: run.requested_by }),
    })
  }
  return {
    status: 'discovered',
    details: [
      countOf(tables.length, 'table'),
      ...gone.map((table) => `${table.name} is no longer there; its last version stays`),
    ],
  }
}

/**
 * Takes away what the operator took out of instance.yaml: datasets that are gone, and tables of a
 * source that names its tables and names this one no more. Returns their ids.
 */
export async function withdrawUndeclared(engine: EngineContext): Promise<readonly string[]> {
  const current = await engine.catalogue
    .selectFrom('version')
    .select(['table_id', 'dataset', 'name'])
    .where('to_gen', 'is', null)
    .execute()
  const undeclared = current.filter((table) => !isDeclared(engine.sources, table))
  for (const { table_id } of undeclared) {
    await withdrawTable(engine.catalogue, engine.events, table_id)
    engine.log.warn({ table: table_id }, 'withdrawn: instance.yaml names it no more')
  }
  return undeclared.map(({ table_id }) => table_id)
}
