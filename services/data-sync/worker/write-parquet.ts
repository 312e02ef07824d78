import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteText } from '#core/sync/sql-text.ts'
import type { ConvertedFile } from './job.ts'

/** Writes a query's rows, in their order, as Parquet v2 with zstd; returns the number of rows. */
export async function writeParquet(
  db: DuckDBConnection,
  select: string,
  target: string,
  table: string,
): Promise<number> {
  const options = [
    'FORMAT parquet',
    'CODEC zstd',
    'PARQUET_VERSION v2',
    'ROW_GROUP_SIZE 122880',
    `KV_METADATA {'table': ${quoteText(table)}, 'schema': '1'}`,
  ]
  const result = await db.run(`COPY (${select}) TO ${quoteText(target)} (${options.join(', ')})`)
  return Number(result.rowsChanged)
}

/** Makes a written file durable and takes its hash. */
export async function sealFile(path: string, rows: number): Promise<ConvertedFile> {
  await using file = await open(path, 'r')
  await file.sync()
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) hash.update(chunk)
  return { path, sha256: hash.digest('hex'), size: (await file.stat()).size, rows }
}
