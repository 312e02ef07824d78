import { sql, type Selectable } from 'kysely'
import type { SourceTable } from '#core/connector.ts'
import type { Catalogue } from './runs.ts'
import type { DataSyncTables } from './tables.ts'

export type KnownTable = Selectable<DataSyncTables['source_table']>

/** A table's id: unique in the instance, and what grants name. */
export function tableId(dataset: string, name: string): string {
  return `${dataset}/${name}`
}

/** Remembers what a source offers now; tables that it offers no longer get `gone_at`. Returns those. */
export async function rememberTables(
  catalogue: Catalogue,
  dataset: string,
  tables: readonly SourceTable[],
): Promise<readonly KnownTable[]> {
  return catalogue.transaction().execute(async (trx) => {
    // Two runs of one source take turns: each would wait for rows of the other, where the source changed its order.
    await sql`select pg_advisory_xact_lock(hashtext(${`data_sync.tables/${dataset}`}))`.execute(trx)
    for (const table of tables) {
      const seen = {
        origin: table.origin,
        title: table.title ?? null,
        description: table.description ?? null,
        gone_at: null,
      }
      await trx
        .insertInto('source_table')
        .values({ id: tableId(dataset, table.name), dataset, name: table.name, ...seen })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({ ...seen, last_seen_at: sql`now()` }),
        )
        .execute()
    }
    const names = tables.map((table) => table.name)
    return trx
      .updateTable('source_table')
      .set({ gone_at: sql`now()` })
      .where('dataset', '=', dataset)
      .where('gone_at', 'is', null)
      .$if(names.length > 0, (query) => query.where('name', 'not in', names))
      .returningAll()
      .execute()
  })
}

export async function findKnownTable(
  catalogue: Catalogue,
  id: string,
): Promise<KnownTable | undefined> {
  return catalogue.selectFrom('source_table').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Notes that a table was looked at and is the same as before. */
export async function markUnchanged(
  catalogue: Catalogue,
  id: string,
  changeMarker: string | undefined,
): Promise<void> {
  await catalogue
    .updateTable('source_table')
    .set({ last_checked_at: sql`now()`, change_marker: changeMarker ?? null })
    .where('id', '=', id)
    .execute()
}
