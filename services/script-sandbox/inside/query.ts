import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection, type DuckDBResult } from '@duckdb/node-api'
import { z } from 'zod'
import { exactJson, plainJson } from './plain-json.ts'

const tables = z.array(
  z.object({ schema: z.string(), name: z.string(), files: z.array(z.string()) }),
)

/** So many rows an alert is told of, as far as they fit into what a script may print. */
const SHOWN = { rows: 1000, bytes: 48 * 1024 }
/** A script that asks for more is told, rather than given a part of them. */
const MOST_ROWS = 100_000
/**
 * What does not fit into memory goes into the folder of the run. Below what a file and the folder may hold DuckDB itself
 * ends the query, for want of memory.
 */
const MOST_SPILLED = '8MB'

/**
 * Inside the sandbox the tables of the owner are views, and nothing else can be read. The wall around this process is
 * what protects others; what DuckDB is told here keeps honest queries from surprises.
 *
 * `query "select …"` prints { columns, types, rows, total } for scripts, with numbers as numbers where JSON holds them
 * exactly. `query --file PATH` is an alert in SQL: values are as DuckDB writes them, and of many rows the first are
 * printed with the `total` of all.
 */
async function main(): Promise<void> {
  const [first = '', second = ''] = process.argv.slice(2)
  const isAlert = first === '--file'
  const sql = isAlert ? await readFile(second, 'utf8') : first
  if (sql.trim() === '') throw new Error('usage: query "select …"')
  const scratch = process.env['SCRATCH'] ?? '.'
  const known = tables.parse(JSON.parse(await readFile(join(scratch, '.tables.json'), 'utf8')))
  const database = await DuckDBInstance.create(':memory:', {
    memory_limit: '256MB',
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await database.connect()
  await connection.run(`set max_temp_directory_size = '${MOST_SPILLED}'`)
  await openTables(connection, known)
  const result = await connection.stream(sql)
  process.stdout.write(await document(result, isAlert))
}

async function document(result: DuckDBResult, isAlert: boolean): Promise<string> {
  const columns = result.deduplicatedColumnNames()
  const types = result.columnTypes().map(String)
  const converter = isAlert ? plainJson : exactJson
  const rows: string[] = []
  let [total, bytes] = [0, 0]
  for await (const chunk of result) {
    for (let row = 0; row < chunk.rowCount; row += 1) {
      if (isAlert && (rows.length === SHOWN.rows || bytes > SHOWN.bytes)) break
      const values = chunk.convertRowValues(row, converter)
      const text = JSON.stringify(Object.fromEntries(columns.map((name, n) => [name, values[n]])))
      bytes += Buffer.byteLength(text)
      if (isAlert && rows.length > 0 && bytes > SHOWN.bytes) break
      rows.push(text)
    }
    total += chunk.rowCount
    if (!isAlert && total > MOST_ROWS)
      throw new Error(
        `the result has more than ${MOST_ROWS.toLocaleString('en')} rows: let DuckDB do the work, by a group by or a limit`,
      )
  }
  const about = isAlert ? { columns } : { columns, types }
  return `${JSON.stringify(about).slice(0, -1)},"rows":[${rows.join(',')}],"total":${total}}`
}

async function openTables(
  connection: DuckDBConnection,
  known: z.output<typeof tables>,
): Promise<void> {
  const files = known.flatMap((table) => table.files)
  await connection.run(`set allowed_paths = [${files.map(text).join(', ')}]`)
  for (const { schema, name, files: own } of known) {
    await connection.run(`create schema if not exists ${identifier(schema)}`)
    const parquet = `select * from read_parquet([${own.map(text).join(', ')}], hive_partitioning = false)`
    await connection.run(`create view ${identifier(schema)}.${identifier(name)} as ${parquet}`)
  }
  await connection.run('set enable_external_access = false')
  await connection.run('set lock_configuration = true')
}

const text = (value: string) => `'${value.replaceAll("'", "''")}'`
const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
