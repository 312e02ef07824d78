import { rm } from 'node:fs/promises'
import { messageOf } from '#core/errors.ts'
import type { LoadedDuckdb } from './duckdb.ts'
import type { ReceivedTable } from './received-table.ts'
import { viewSql } from './view-sql.ts'

/**
 * Makes a new database `file` with one view a table. `files` gives each table's absolute paths by id.
 * Resolves to the tables that have no view, with the reason: one of them does not spoil the others.
 */
export async function buildViewsDatabase(
  duckdb: LoadedDuckdb,
  file: string,
  tables: readonly ReceivedTable[],
  files: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlyMap<string, string>> {
  const problems = new Map<string, string>()
  await rm(file, { force: true })
  const instance = await duckdb.DuckDBInstance.create(file, { threads: '2' })
  const connection = await instance.connect()
  try {
    for (const table of tables) {
      try {
        for (const sql of viewSql(table, files.get(table.root.id) ?? [])) await connection.run(sql)
      } catch (error) {
        problems.set(table.root.id, messageOf(error))
      }
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
  return problems
}
