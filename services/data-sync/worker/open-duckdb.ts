import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { makeFolder } from '#core/files/make-folder.ts'
import type { WorkerLimits } from './job.ts'

/** DuckDB in memory, bounded by the job's limits; what does not fit spills below `output`. */
export async function openDuckDB(output: string, limits: WorkerLimits): Promise<DuckDBConnection> {
  const temporary = join(output, 'temp')
  await makeFolder(temporary)
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: limits.memory,
    threads: String(limits.threads),
    temp_directory: temporary,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const db = await instance.connect()
  // Source order makes the bytes of the result repeatable; UTC makes text without a zone mean one thing.
  await db.run("SET preserve_insertion_order = true; SET timezone = 'UTC'")
  return db
}

/** The first row of a query as an object; the query must return one. */
export async function selectRow(
  db: DuckDBConnection,
  sql: string,
): Promise<Readonly<Record<string, unknown>>> {
  const [row] = await selectRows(db, sql)
  if (!row) throw new Error(`no row came back: ${sql.slice(0, 200)}`)
  return row
}

/** All rows of a query; 64-bit numbers arrive as bigint. Only for results that are small. */
export async function selectRows(
  db: DuckDBConnection,
  sql: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return (await db.runAndReadAll(sql)).getRowObjectsJS()
}
