import { mkdtemp, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Slice } from '#core/connector.ts'
import type { TableProfile } from '#core/sync/table-profile.ts'
import type { ConvertJob, ConvertResult } from '../../services/data-sync/worker/job.ts'
import { readParquet } from '../../services/data-sync/worker/read-parquet.ts'
import { runWorker, type WorkerSurroundings } from '../../services/data-sync/worker/run-worker.ts'

/** Converts real files in a real worker process and reads the result back. */
export interface Conversion extends AsyncDisposable {
  readonly folder: string
  convert(
    slices: readonly Slice[],
    job?: Partial<ConvertJob>,
    around?: Partial<WorkerSurroundings>,
  ): Promise<ConvertResult>
  profile(file: string): Promise<TableProfile>
  write(name: string, content: string | Buffer): Promise<string>
  csv(content: string | Buffer, slice?: Partial<Slice>): Promise<Slice>
  slice(path: string, format: Slice['format']): Promise<Slice>
  /** Rows as DuckDB prints them; `file` is the name by which the SQL calls the path. */
  rows(path: string, select?: string): Promise<readonly unknown[]>
}

export async function openConversion(): Promise<Conversion> {
  const folder = await mkdtemp(join(tmpdir(), 'conversion-'))
  const instance = await DuckDBInstance.create(':memory:')
  const db = await instance.connect()
  await db.run("SET timezone = 'UTC'")
  let count = 0
  const limits = { memory: '256MB', threads: 2, timeoutMs: 300_000 }
  const newFolder = async (): Promise<string> => {
    const output = join(folder, `output-${(count += 1)}`)
    await mkdir(output)
    return output
  }
  const write = async (name: string, content: string | Buffer): Promise<string> => {
    const path = join(folder, `${(count += 1)}-${name}`)
    await writeFile(path, content)
    return path
  }
  const slice = async (path: string, format: Slice['format']): Promise<Slice> => ({
    path,
    format,
    bytes: (await stat(path)).size,
  })
  return {
    folder,
    write,
    slice,
    csv: async (content, changes = {}) => {
      const packed = changes.compression === 'gzip' ? gzipSync(content) : content
      const path = await write('table.csv', packed)
      const dialect = { delimiter: ',', quote: '"', escape: '"', encoding: 'utf-8' }
      return { ...(await slice(path, 'csv')), header: true, dialect, ...changes }
    },
    convert: async (slices, job = {}, around = {}) =>
      runWorker(
        {
          kind: 'convert',
          table: 'shop/orders',
          slices,
          declared: {},
          primaryKey: [],
          maxRejected: 0.01,
          output: await newFolder(),
          limits,
          ...job,
        },
        { signal: new AbortController().signal, ...around },
      ),
    profile: async (file) =>
      runWorker(
        { kind: 'profile', table: 'shop/orders', file, output: await newFolder(), limits },
        { signal: new AbortController().signal },
      ),
    rows: async (path, select = 'SELECT * FROM file') => {
      await db.run(`CREATE OR REPLACE VIEW file AS FROM ${readParquet(path)}`)
      return (await db.runAndReadAll(select)).getRowsJson()
    },
    [Symbol.asyncDispose]: async () => {
      db.closeSync()
      instance.closeSync()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** `name type` of every column, for one comparison. */
export function typesOf({ schema }: ConvertResult): readonly string[] {
  return schema.columns.map(({ name, type }) => `${name} ${type}`)
}
