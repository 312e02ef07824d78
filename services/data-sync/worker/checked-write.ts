import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteName, quoteText } from '#core/sync/sql-text.ts'
import type { ExactCast } from './exact-cast.ts'
import { mostRejects } from './rejects.ts'
import { writeParquet } from './write-parquet.ts'

/** A column to be written: its cast, and the text that is shown when it does not fit. */
export interface CheckedColumn extends ExactCast {
  readonly name: string
  readonly type: string
  readonly text: string
}

/**
 * Writes a relation as Parquet and notes the values that do not fit in the table `rejects`.
 * @param place SQL of the part and the line from which a row of the relation came.
 */
export async function writeChecked(
  db: DuckDBConnection,
  {
    from,
    place,
    table,
  }: {
    readonly from: string
    readonly place: { readonly slice: string; readonly line: string }
    readonly table: string
  },
  columns: readonly CheckedColumn[],
  target: string,
): Promise<number> {
  const cells = columns.map(({ name, value }) => `${value} AS ${quoteName(name)}`)
  const rows = await writeParquet(db, `SELECT ${cells.join(', ')} FROM ${from}`, target, table)
  if (columns.every(({ misfit }) => misfit === 'false')) return rows
  await db.run(
    `INSERT INTO rejects
     SELECT slice, line, bad."column", 'CAST', 'not a value of the type ' || bad.type, left(bad.text, 10000)
     FROM (SELECT slice, line, unnest(found) AS bad
           FROM (SELECT ${place.slice} AS slice, ${place.line} AS line, ${misfitsOf(columns)} AS found
                 FROM ${from})) LIMIT ${mostRejects}`,
  )
  return rows
}

/** SQL of the values of a row that do not fit, each with its `column`, `type` and `text`. */
export function misfitsOf(columns: readonly CheckedColumn[]): string {
  const cases = columns
    .filter(({ misfit }) => misfit !== 'false')
    .map(
      ({ name, type, text, misfit }) =>
        `CASE WHEN ${misfit} THEN {'column': ${quoteText(name)}, 'type': ${quoteText(type)}, 'text': ${text}} END`,
    )
  return `list_filter([${cases.join(', ')}], lambda x: x IS NOT NULL)`
}
