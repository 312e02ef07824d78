// The engine alone: one COPY with explicit types, in a bare Node process. Prints its peak memory in bytes.
import { readFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'

const [csv, target, temporary, columns] = process.argv.slice(2)
const instance = await DuckDBInstance.create(':memory:', {
  memory_limit: '256MB',
  threads: '2',
  temp_directory: temporary,
})
const db = await instance.connect()
await db.run(
  `COPY (FROM read_csv('${csv}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
     nullstr = '', allow_quoted_nulls = false, columns = ${columns}))
   TO '${target}' (FORMAT parquet, CODEC zstd, PARQUET_VERSION v2, ROW_GROUP_SIZE 122880)`,
)
const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
process.stdout.write(String(Number(peak) * 1024))
