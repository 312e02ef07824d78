import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { plainJson } from './plain-json.ts'

const tables = z.array(
  z.object({ schema: z.string(), name: z.string(), files: z.array(z.string()) }),
)

const MAX_ROWS = 1000

/**
 * `query "select …"` inside the sandbox: the tables of the owner are views, and nothing else can be read.
 * Prints { columns, rows, total } with at most 1,000 of the rows and how many there are. The wall around this process is what protects others;
 * what DuckDB is told here keeps honest queries from surprises.
 */
async function main(): Promise<void> {
  const [first = '', second = ''] = process.argv.slice(2)
  const sql = first === '--file' ? await readFile(second, 'utf8') : first
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
  await openTables(connection, known)
  const result = await connection.stream(sql)
  const columns = result.deduplicatedColumnNames()
  const rows: object[] = []
  let total = 0
  for await (const chunk of result) {
    const shown = Math.min(chunk.rowCount, MAX_ROWS - rows.length)
    for (let row = 0; row < shown; row += 1) {
      const values = chunk.convertRowValues(row, plainJson)
      rows.push(Object.fromEntries(columns.map((name, place) => [name, values[place]])))
    }
    total += chunk.rowCount
  }
  process.stdout.write(JSON.stringify({ columns, rows, total }))
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
