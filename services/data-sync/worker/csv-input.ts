import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Dialect } from '#core/connector.ts'
import { messageOf, UpstreamError } from '#core/errors.ts'
import { quoteName } from '#core/sync/sql-text.ts'
import { accountForCsv } from './account-for-csv.ts'
import { misfitsOf } from './checked-write.ts'
import { columnNames } from './column-names.ts'
import { countCsvRecords } from './count-csv-records.ts'
import { csvHeader } from './csv-header.ts'
import { exactCast, needsCare } from './exact-cast.ts'
import type { Input } from './input.ts'
import type { ConvertJob } from './job.ts'
import { selectRow } from './open-duckdb.ts'
import type { PlannedColumn } from './planned-column.ts'
import { readCsv, type CsvFile } from './read-csv.ts'
import { mostRejects } from './rejects.ts'
import { utf8Slice } from './utf8-slice.ts'
import { writeParquet } from './write-parquet.ts'

const plainDialect: Dialect = { delimiter: ',', quote: '"', escape: '"', encoding: 'utf-8' }

/** Opens CSV slices: transcodes what is not UTF-8, reads the headers, refuses slices that differ. */
export async function openCsv(db: DuckDBConnection, job: ConvertJob): Promise<Input> {
  const { files, names } = await openFiles(job)
  const text = names.map(() => 'VARCHAR')
  return {
    columns: names.map((sourceName) => ({ sourceName })),
    undecided: (positions) => ({
      from: `(${readCsv(files, text, 'skip')})`,
      columns: positions.map((position) => ({ text: `c${position}` })),
    }),
    write: async (columns, target) => {
      // Beside DuckDB's own threads, so that it costs little time.
      const counting = countCsvRecords(files)
      const csv = { job, files, counting }
      const [rows] = await Promise.all([writeAtFullSpeed(db, csv, columns, target), counting])
      return rows ?? writeWithCare(db, csv, columns, target)
    },
  }
}

interface OpenCsv {
  readonly job: ConvertJob
  readonly files: readonly CsvFile[]
  /** The number of records, counted without DuckDB. */
  readonly counting: Promise<number>
}

async function openFiles(
  job: ConvertJob,
): Promise<{ files: readonly CsvFile[]; names: readonly string[] }> {
  const files: CsvFile[] = []
  let first: readonly string[] | undefined
  let names: readonly string[] = []
  for (const [index, slice] of job.slices.entries()) {
    const dialect = slice.dialect ?? plainDialect
    const source = await utf8Slice(slice, join(job.output, `utf8-${index}.csv`))
    const hasHeader = (slice.header ?? true) === true
    const header =
      slice.header === true || !slice.header ? await csvHeader(source, dialect) : slice.header
    if (!header) continue
    const unique = columnNames(header)
    first ??= unique
    if (names.length === 0) names = header
    files.push({
      slice: index + 1,
      source,
      dialect,
      hasHeader,
      order: orderOf(first, unique, index),
    })
  }
  if (files.length === 0) {
    throw new UpstreamError(
      'empty_source',
      `${job.table} came as an empty file, without even a header.`,
      {
        remedy: 'Check the export at its source; the last good version stays published.',
      },
    )
  }
  return { files, names }
}

function orderOf(
  first: readonly string[],
  header: readonly string[],
  index: number,
): readonly number[] {
  const order = header.map((name) => first.indexOf(name))
  if (header.length === first.length && !order.includes(-1)) return order
  throw new UpstreamError(
    'slices_differ',
    `Part ${index + 1} has the columns ${header.join(', ')}; the first has ${first.join(', ')}`,
    { remedy: 'Export all parts with the same columns.' },
  )
}

/** One pass; undefined when a value does not fit at first sight, so that care is needed. */
async function writeAtFullSpeed(
  db: DuckDBConnection,
  { job, files, counting }: OpenCsv,
  columns: readonly PlannedColumn[],
  target: string,
): Promise<number | undefined> {
  const types = columns.map(() => 'VARCHAR')
  const cells = columns.map(({ name, input, type, origin }) => {
    const { strict } = exactCast(`c${input}`, type, origin === 'declared')
    if (strict === undefined) types[input] = type
    return `${strict ?? `c${input}`} AS ${quoteName(name)}`
  })
  try {
    const select = `SELECT ${cells.join(', ')} FROM (${readCsv(files, types, 'record')})`
    const rows = await writeParquet(db, select, target, job.table)
    const { casts } = await selectRow(
      db,
      "SELECT count(*) AS casts FROM reject_errors WHERE error_type = 'CAST'",
    )
    if (Number(casts) > 0) return undefined
    await accountForCsv(db, job, files, rows, await counting)
    return rows
  } catch (error) {
    if (!isDoubt(messageOf(error))) throw error
    return undefined
  }
}

function isDoubt(message: string): boolean {
  return message.includes(needsCare) || message.startsWith('Conversion Error')
}

/** Reads everything as text, makes NULL of values that do not fit, and notes each of them. */
async function writeWithCare(
  db: DuckDBConnection,
  { job, files, counting }: OpenCsv,
  columns: readonly PlannedColumn[],
  target: string,
): Promise<number> {
  await db.run('DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans')
  const text = columns.map(() => 'VARCHAR')
  const checked = columns.map(({ name, input, type, origin }) => ({
    ...{ name, type, text: `c${input}` },
    ...exactCast(`c${input}`, type, origin === 'declared'),
  }))
  const cells = checked.map(({ name, value }) => `${value} AS ${quoteName(name)}`)
  const rows = await writeParquet(
    db,
    `SELECT ${cells.join(', ')} FROM (${readCsv(files, text, 'record')})`,
    target,
    job.table,
  )
  await db.run(
    `CREATE TEMP TABLE misfits AS SELECT record, unnest(found, recursive := true) FROM (
       SELECT row_number() OVER () AS record, ${misfitsOf(checked)} AS found
       FROM (${readCsv(files, text, 'skip')})
     ) WHERE len(found) > 0 LIMIT ${mostRejects}`,
  )
  await accountForCsv(db, job, files, rows, await counting)
  return rows
}
