import type { DuckDBConnection } from '@duckdb/node-api'
import { UpstreamError } from '#core/errors.ts'
import { quoteText } from '#core/sync/sql-text.ts'
import { walkCsvRecords } from './csv-records.ts'
import type { ConvertJob } from './job.ts'
import { selectRow, selectRows } from './open-duckdb.ts'
import { longestLine, type CsvFile } from './read-csv.ts'
import { mostRejects, tooManyRejects } from './rejects.ts'
import { wrongEncoding } from './utf8-slice.ts'

interface BadRow {
  readonly slice: number
  readonly start: number
}

/**
 * Fills the table `rejects` after CSV files were read. When anything was rejected, or fewer rows came than
 * were counted, the files are walked once more by our own rules: every record must be a row or a reject,
 * and a quote that is never closed counts with all the bytes that it swallows. DuckDB alone loses rows
 * around such a quote, and lines above its limit at the edge of a buffer, without a word.
 * @throws {UpstreamError} `wrong_encoding`, `unreadable_csv`, `too_many_rejects`.
 */
export async function accountForCsv(
  db: DuckDBConnection,
  job: ConvertJob,
  files: readonly CsvFile[],
  rows: number,
  counted: number,
): Promise<void> {
  await db.run(
    'CREATE TEMP TABLE IF NOT EXISTS misfits (record BIGINT, "column" VARCHAR, type VARCHAR, text VARCHAR)',
  )
  const badRows = await selectBadRows(db, files)
  const records = await selectRows(db, 'SELECT DISTINCT record FROM misfits ORDER BY record')
  if (records.length === 0 && badRows.length === 0 && rows === counted) return
  const { errors } = await selectRow(db, 'SELECT count(*) AS errors FROM reject_errors')
  // DuckDB noted no more of them. So many fail the job, and its own line numbers do for saying so.
  if (Number(errors) >= mostRejects) return storeRejects(db, new Map(), [])

  const left = new Map(badRows.map(({ slice, start }) => [`${slice}:${start}`, 0]))
  const wanted = records.map(({ record }) => Number(record))
  const places: { record: number; slice: number; line: number }[] = []
  let [seen, good, brokenBytes, bytes, nextWanted] = [0, 0, 0, 0, 0]
  let [firstBroken, firstTooLong] = [0, 0]
  for (const file of files) {
    let header = file.hasHeader
    await walkCsvRecords(file.source, file.dialect, ({ line, start, length, broken, blank }) => {
      bytes += length
      if (header) {
        header = false
        return
      }
      if (blank && file.order.length > 1) return
      if (length > longestLine) firstTooLong ||= line
      seen += 1
      if (broken) {
        brokenBytes += length
        firstBroken ||= line
      }
      const key = `${file.slice}:${start}`
      if (left.has(key)) {
        left.set(key, line)
        return
      }
      good += 1
      if (good !== wanted[nextWanted]) return
      places.push({ record: good, slice: file.slice, line })
      nextWanted += 1
    })
  }
  await storeRejects(db, left, places)
  refuseSwallowed(job, { brokenBytes, bytes, firstBroken })
  refuseLost(job, rows + left.size, seen, { firstBroken, firstTooLong })
}

async function selectBadRows(
  db: DuckDBConnection,
  files: readonly CsvFile[],
): Promise<readonly BadRow[]> {
  const slices = files.map(({ slice, source }) => `(${slice}, ${quoteText(source.path)})`)
  await db.run(`CREATE OR REPLACE TEMP TABLE bad_rows AS
    SELECT DISTINCT slice, e.line_byte_position - 1 AS start, e.line, e.error_type AS kind,
           e.error_message AS message, e.csv_line AS text
    FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id)
    JOIN (VALUES ${slices.join(', ')}) f(slice, path) ON f.path = s.file_path`)
  const { line } = await selectRow(
    db,
    "SELECT min(line) AS line FROM bad_rows WHERE kind = 'INVALID ENCODING'",
  )
  if (line !== null) throw wrongEncoding(`line ${String(line)} is not UTF-8`)
  const found = await selectRows(db, 'SELECT DISTINCT slice, start FROM bad_rows')
  return found.map(({ slice, start }) => ({ slice: Number(slice), start: Number(start) }))
}

async function storeRejects(
  db: DuckDBConnection,
  left: ReadonlyMap<string, number>,
  places: readonly { record: number; slice: number; line: number }[],
): Promise<void> {
  const lines = [...left].map(([key, line]) => `(${key.replace(':', ', ')}, ${line})`)
  await db.run('CREATE TEMP TABLE bad_lines (slice BIGINT, start BIGINT, line BIGINT)')
  await insertAll(db, 'bad_lines', lines)
  await db.run('CREATE TEMP TABLE misfit_places (record BIGINT, slice BIGINT, line BIGINT)')
  await insertAll(
    db,
    'misfit_places',
    places.map(({ record, slice, line }) => `(${record}, ${slice}, ${line})`),
  )
  await db.run(`INSERT INTO rejects
    SELECT b.slice, coalesce(nullif(l.line, 0), b.line), NULL, kind, message, text
    FROM bad_rows b LEFT JOIN bad_lines l USING (slice, start)
    UNION ALL
    SELECT slice, line, "column", 'CAST', 'not a value of the type ' || type, left(text, 10000)
    FROM misfits JOIN misfit_places USING (record)`)
}

async function insertAll(
  db: DuckDBConnection,
  table: string,
  tuples: readonly string[],
): Promise<void> {
  for (let from = 0; from < tuples.length; from += 5000) {
    await db.run(`INSERT INTO ${table} VALUES ${tuples.slice(from, from + 5000).join(', ')}`)
  }
}

function refuseSwallowed(
  job: ConvertJob,
  { brokenBytes, bytes, firstBroken }: { brokenBytes: number; bytes: number; firstBroken: number },
): void {
  if (brokenBytes <= job.maxRejected * bytes) return
  const share = `${brokenBytes} of ${bytes} bytes`
  const example = 'a quote is not closed, or stands inside a field'
  throw tooManyRejects(
    job,
    { column: null, kind: 'UNQUOTED VALUE', count: 1, line: firstBroken, example },
    share,
  )
}

function refuseLost(
  job: ConvertJob,
  found: number,
  there: number,
  { firstBroken, firstTooLong }: { firstBroken: number; firstTooLong: number },
): void {
  if (found >= there) return
  const reasons = [
    ...(firstBroken > 0 ? [`a quote in line ${firstBroken} is not closed`] : []),
    ...(firstTooLong > 0 ? [`line ${firstTooLong} is longer than 4 MB`] : []),
  ]
  throw new UpstreamError(
    'unreadable_csv',
    `${job.table} has ${there} records, of which only ${found} could be read: ${reasons.join(', ') || 'the reason is not known'}`,
    { remedy: 'Repair the file; check delimiter, quote and escape in the options of the table.' },
  )
}
