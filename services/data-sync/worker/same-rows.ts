import type { DuckDBConnection } from '@duckdb/node-api'
import { selectRow, selectRows } from './open-duckdb.ts'
import { readParquet } from './read-parquet.ts'

/**
 * Whether two Parquet files hold the same rows in the same order under the same columns. Needed because
 * DuckDB cuts row groups by the timing of its threads, so that equal rows may come as different bytes.
 */
export async function haveSameRows(
  db: DuckDBConnection,
  one: string,
  other: string,
): Promise<boolean> {
  const [a, b] = [readParquet(one), readParquet(other)]
  const shape = async (from: string): Promise<string> =>
    JSON.stringify(
      (await selectRows(db, `DESCRIBE SELECT * FROM ${from}`)).map((row) => [
        row.column_name,
        row.column_type,
      ]),
    )
  if ((await shape(a)) !== (await shape(b))) return false
  const { same } = await selectRow(
    db,
    `SELECT (${orderedDigest(one)}) = (${orderedDigest(other)}) AS same`,
  )
  return same === true
}

/**
 * 128 bits over every row and its place; both sides are hashed by the same DuckDB in one query. Nothing in it
 * has a name that a column could have as well.
 */
function orderedDigest(path: string): string {
  return `SELECT (count(*), sum(h), bit_xor(h), bit_xor(hash(h, 'again')))
    FROM (SELECT hash(row_number() OVER (), *COLUMNS(*)) AS h FROM ${readParquet(path)})`
}
