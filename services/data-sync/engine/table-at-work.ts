import { createHash } from 'node:crypto'
import type { SourceTable } from '#core/connector.ts'
import { NotFound } from '#core/errors.ts'
import { canonicalJson } from '#core/sync/canonical-json.ts'
import { discoverTables } from './discover-tables.ts'
import type { EngineContext, OpenSource } from './engine-context.ts'
import { findKnownTable, rememberTables, tableId, type KnownTable } from './source-tables.ts'

/** Rises when the engine writes other bytes for the same source: then unchanged tables are read again. */
const ENGINE_FORMAT = 2

/** The table of a run: as the source offers it now, and what is known of it. */
export interface TableAtWork {
  readonly id: string
  readonly offered: SourceTable
  readonly known: KnownTable
  readonly allowEmpty: boolean
  /** Equal only when neither the source's content nor what the operator says of it changed. */
  readonly marker: string | undefined
}

/** Finds the table in what its source offers now. */
export async function findTable(
  engine: EngineContext,
  opened: OpenSource,
  id: string,
): Promise<TableAtWork> {
  const { source } = opened
  const tables = await discoverTables(opened)
  await rememberTables(engine.catalogue, source.id, tables)
  const offered = tables.find(({ name }) => tableId(source.id, name) === id)
  const known = await findKnownTable(engine.catalogue, id)
  if (!offered || !known) {
    throw new NotFound('table_gone', `${source.id} no longer offers ${id}`, {
      remedy: `Put it back, or take it out of sources.${source.id}.tables; its last version stays.`,
    })
  }
  const declared = source.tables[offered.name]
  return {
    id,
    offered,
    known,
    allowEmpty: declared?.allowEmpty ?? false,
    marker: offered.changeMarker && markerOf(offered.changeMarker, [source.config, declared]),
  }
}

function markerOf(content: string, declared: readonly unknown[]): string {
  const facts = canonicalJson(JSON.parse(JSON.stringify([ENGINE_FORMAT, content, declared])))
  return createHash('sha256').update(facts).digest('hex')
}
