import { once } from 'node:events'
import type { DuckDBResult, DuckDBValueConverter, Json } from '@duckdb/node-api'
import { csvRecord } from './csv.ts'
import type { LoadedDuckdb } from './duckdb.ts'
import { exactJson, isNumeric, plainJson } from './exact-json.ts'
import { note, type Io } from './io.ts'
import { textTable } from './text-table.ts'

export type ResultFormat = 'table' | 'csv' | 'json'

/** How many rows a table shows when no --limit says otherwise: more is not for reading. */
export const defaultTableRows = 100

/** Writes a result's rows as they come, at most `limit` of them. */
export async function writeResult(
  io: Io,
  duckdb: LoadedDuckdb,
  result: DuckDBResult,
  format: ResultFormat,
  limit: number | undefined,
): Promise<void> {
  const names = result.deduplicatedColumnNames()
  const most = limit ?? (format === 'table' ? defaultTableRows : Infinity)
  if (format === 'json') return writeJson(io, names, rowsOf(result, most, exactJson(duckdb)))
  // As text a decimal keeps its places: 1.50 stays 1.50.
  const asText = plainJson(duckdb)
  if (format === 'csv') return writeCsv(io, names, rowsOf(result, most, asText))
  const rows: Row[] = []
  for await (const row of rowsOf(result, most + 1, asText)) rows.push(row)
  const numbers = names.map((_, column) => isNumeric(duckdb, result.columnType(column)))
  const shown = rows.slice(0, most).map((row) => row.map((value) => textOf(value) ?? ''))
  await write(io, textTable(names, shown, numbers))
  if (rows.length > most) note(io, `only the first ${most} rows are shown; see --limit`)
}

type Row = readonly Json[]

async function* rowsOf(
  result: DuckDBResult,
  most: number,
  converter: DuckDBValueConverter<Json>,
): AsyncIterable<Row> {
  let count = 0
  for await (const rows of result.yieldConvertedRows(converter)) {
    for (const row of rows) {
      if (count++ >= most) return
      yield row
    }
  }
}

async function writeJson(
  io: Io,
  names: readonly string[],
  rows: AsyncIterable<Row>,
): Promise<void> {
  let before = '[\n'
  for await (const row of rows) {
    const object = Object.fromEntries(names.map((name, column) => [name, row[column] ?? null]))
    await write(io, `${before}${JSON.stringify(object)}`)
    before = ',\n'
  }
  await write(io, before === '[\n' ? '[]\n' : '\n]\n')
}

async function writeCsv(io: Io, names: readonly string[], rows: AsyncIterable<Row>): Promise<void> {
  await write(io, csvRecord(names))
  for await (const row of rows) await write(io, csvRecord(row.map(textOf)))
}

function textOf(value: Json): string | null {
  if (value === null) return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Waits while the reader of a pipe is slower than the query. */
async function write(io: Io, text: string): Promise<void> {
  if (!io.stdout.write(text)) await once(io.stdout, 'drain')
}
