import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { ConfigError } from '#core/errors.ts'
import { openCsv } from './csv-input.ts'
import { inferTypes } from './infer-types.ts'
import type { Input } from './input.ts'
import type { ConvertedFile, ConvertJob, ConvertResult } from './job.ts'
import { openJson } from './json-input.ts'
import { openParquet } from './parquet-input.ts'
import { planColumns, type ColumnPlan } from './plan-columns.ts'
import type { PlannedColumn } from './planned-column.ts'
import { openRejects, refuseTooMany, summariseRejects } from './rejects.ts'
import { haveSameRows } from './same-rows.ts'
import { sealFile, writeParquet } from './write-parquet.ts'

/**
 * Turns the slices of a job into one Parquet file. A value that does not fit its column becomes NULL, a
 * row that cannot be read is left out; both are kept beside, and too many of them fail the job.
 */
export async function convert(db: DuckDBConnection, job: ConvertJob): Promise<ConvertResult> {
  await openRejects(db)
  const input = await openInput(db, job)
  const plan = await planColumns(db, job, input.columns)
  const columns = await decideTypes(db, input, plan)

  const target = join(job.output, 'data.parquet')
  const rows = await input.write(columns, target)
  const rejected = await summariseRejects(db)
  refuseTooMany(job, rows, rejected)

  const file = await keepPrevious(db, job, await sealFile(target, rows))
  const rejectsFile = rejected.records > 0 ? await writeRejects(db, job) : undefined
  return {
    schema: {
      v: 1,
      table: job.table,
      ...(job.description !== undefined && { description: job.description }),
      primaryKey: job.primaryKey.map((key) => nameOf(key, columns)),
      columns: columns.map(({ input: _, ...column }) => column),
    },
    file,
    rejected: rejected.records,
    rejects: rejected.groups,
    ...(rejectsFile && { rejectsFile }),
    warnings: plan.warnings,
  }
}

/** The operator may call a column as its source does. */
function nameOf(key: string, columns: readonly PlannedColumn[]): string {
  return columns.find(({ name, sourceName }) => key === name || key === sourceName)?.name ?? key
}

async function openInput(db: DuckDBConnection, job: ConvertJob): Promise<Input> {
  const formats = new Set(job.slices.map(({ format }) => (format === 'jsonl' ? 'json' : format)))
  const [format] = formats
  if (formats.size !== 1) {
    throw new ConfigError([`${job.table}: its parts are of different formats, or there are none`])
  }
  if (format === 'csv') return openCsv(db, job)
  return format === 'parquet' ? openParquet(db, job) : openJson(db, job)
}

async function decideTypes(
  db: DuckDBConnection,
  input: Input,
  plan: ColumnPlan,
): Promise<readonly PlannedColumn[]> {
  const open = plan.columns.filter(({ type }) => type === undefined)
  if (open.length === 0)
    return plan.columns.map((column) => ({ ...column, type: column.type ?? 'VARCHAR' }))
  const { from, columns } = input.undecided(open.map((column) => column.input))
  const types = await inferTypes(db, from, columns)
  const inferred = new Map(open.map((column, index) => [column.name, types[index]]))
  return plan.columns.map((column) => ({
    ...column,
    type: column.type ?? inferred.get(column.name) ?? 'VARCHAR',
  }))
}

/** Equal rows are the last version's file, byte for byte: nobody has to download them again. */
async function keepPrevious(
  db: DuckDBConnection,
  { previous }: ConvertJob,
  file: ConvertedFile,
): Promise<ConvertedFile> {
  if (!previous || previous.sha256 === file.sha256) return file
  if (!(await haveSameRows(db, previous.path, file.path))) return file
  await copyFile(previous.path, file.path)
  return sealFile(file.path, file.rows)
}

async function writeRejects(db: DuckDBConnection, job: ConvertJob): Promise<ConvertedFile> {
  const target = join(job.output, 'rejects.parquet')
  const rows = await writeParquet(
    db,
    'SELECT * FROM rejects ORDER BY slice, line, "column", kind, message',
    target,
    job.table,
  )
  return sealFile(target, rows)
}
