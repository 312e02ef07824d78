import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteName } from '#core/sync/sql-text.ts'
import { writeChecked } from './checked-write.ts'
import { exactCast } from './exact-cast.ts'
import { exactly, textOf, withoutMark } from './exact-text.ts'
import type { Input } from './input.ts'
import type { ConvertJob } from './job.ts'
import { selectRows } from './open-duckdb.ts'
import { storable } from './parquet-type.ts'
import { readParquet } from './read-parquet.ts'

/** Opens Parquet slices; their own types stay unless the operator or the last good version says otherwise. */
export async function openParquet(db: DuckDBConnection, job: ConvertJob): Promise<Input> {
  const from = readParquet(...job.slices.map(({ path }) => path))
  const described = await selectRows(
    db,
    `SELECT ${exactly('column_name')}, column_type AS type FROM (DESCRIBE SELECT * FROM ${from})`,
  )
  const columns = described.map((row) => ({
    inFile: textOf(row),
    sourceName: withoutMark(textOf(row)),
    type: String(row.type),
  }))
  return {
    columns,
    undecided: () => ({ from, columns: [] }),
    write: (planned, target) =>
      writeChecked(
        db,
        {
          from,
          place: { slice: '1', line: 'row_number() OVER ()' },
          table: job.table,
        },
        planned.map(({ name, input, type, origin }) => {
          const column = columns[input]
          const value = quoteName(column?.inFile ?? name)
          const text = `CAST(${value} AS VARCHAR)`
          const same = column !== undefined && storable(column.type) === type
          return {
            name,
            type,
            text,
            ...(same
              ? {
                  value: column.type === type ? value : `CAST(${value} AS ${type})`,
                  misfit: 'false',
                }
              : exactCast(text, type, origin === 'declared')),
          }
        }),
        target,
      ),
  }
}
