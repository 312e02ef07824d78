import type { DuckDBConnection } from '@duckdb/node-api'
import { ConfigError, UpstreamError } from '#core/errors.ts'
import type { ColumnSchema } from '#core/sync/table-schema.ts'
import { columnNames } from './column-names.ts'
import type { ConvertJob } from './job.ts'
import { parquetType, storable } from './parquet-type.ts'
import type { InputColumn, PlannedColumn } from './planned-column.ts'

/** The columns so far; those without a type are left to the values. */
export interface ColumnPlan {
  readonly columns: readonly (Omit<PlannedColumn, 'type'> & { readonly type: string | undefined })[]
  readonly warnings: readonly string[]
}

/**
 * Decides names, order and types: the operator's word first, then the last good version, then the
 * source's, then the file's. Columns of the last good version keep their place, new ones follow.
 * @throws {UpstreamError} `schema_changed` when a column of the last good version is missing.
 */
export async function planColumns(
  db: DuckDBConnection,
  job: ConvertJob,
  input: readonly InputColumn[],
): Promise<ColumnPlan> {
  const free = new Map(input.map((column, position) => [position, column]))
  const kept = (job.pinned?.columns ?? []).map((pinned) => ({
    pinned,
    position: take(free, pinned),
  }))
  refuseMissing(job, kept)

  const added = [...free.keys()]
  const names = columnNames(
    added.map((position) => input[position]?.sourceName ?? ''),
    kept.map(({ pinned }) => pinned.name),
  )
  const places = [
    ...kept.map(({ pinned, position }) => ({ name: pinned.name, position: position ?? 0, pinned })),
    ...added.map((position, index) => ({ name: names[index] ?? '', position, pinned: undefined })),
  ]
  refuseUnknown(
    job,
    places.map(({ name, position }) => [name, input[position]?.sourceName ?? '']),
  )

  const warnings: string[] = []
  const columns: ColumnPlan['columns'][number][] = []
  for (const { name, position, pinned } of places) {
    const sourceName = input[position]?.sourceName ?? name
    const declared = job.declared[sourceName] ?? job.declared[name]
    const source = job.source?.find((column) => column.name === sourceName)
    const description = declared?.description ?? source?.description
    if (job.pinned && !pinned) warnings.push(`${name} is a new column`)
    columns.push({
      name,
      sourceName,
      input: position,
      ...(await typeOf(db, declared?.type, pinned, source?.type, input[position]?.type, name)),
      ...(source?.sourceType !== undefined && { sourceType: source.sourceType }),
      ...(description !== undefined && { description }),
    })
  }
  return { columns, warnings }
}

function take(free: Map<number, InputColumn>, pinned: ColumnSchema): number | undefined {
  for (const [position, { sourceName }] of free) {
    if (sourceName !== pinned.sourceName) continue
    free.delete(position)
    return position
  }
  return undefined
}

async function typeOf(
  db: DuckDBConnection,
  declared: string | undefined,
  pinned: ColumnSchema | undefined,
  source: string | undefined,
  file: string | undefined,
  name: string,
): Promise<{ type: string | undefined; origin: ColumnSchema['origin'] }> {
  if (declared !== undefined) {
    return { type: await parquetType(db, declared, `columns.${name}`), origin: 'declared' }
  }
  if (pinned) return { type: pinned.type, origin: pinned.origin }
  if (source !== undefined) {
    return { type: await parquetType(db, source, `the source's column ${name}`), origin: 'source' }
  }
  return file === undefined
    ? { type: undefined, origin: 'inferred' }
    : { type: storable(file), origin: 'source' }
}

function refuseMissing(
  job: ConvertJob,
  kept: readonly { pinned: ColumnSchema; position: number | undefined }[],
): void {
  const missing = kept.filter(({ position }) => position === undefined)
  if (missing.length === 0) return
  const names = missing.map(({ pinned }) => pinned.sourceName).join(', ')
  throw new UpstreamError('schema_changed', `${job.table} came without its columns: ${names}`, {
    remedy: 'Bring the columns back at the source, or publish the table under a new name.',
  })
}

function refuseUnknown(job: ConvertJob, known: readonly (readonly string[])[]): void {
  const names = new Set(known.flat())
  const unknown = [...Object.keys(job.declared), ...job.primaryKey].filter(
    (name) => !names.has(name),
  )
  if (unknown.length === 0) return
  const there = known.map(([name]) => name).join(', ')
  throw new ConfigError(
    unknown.map((name) => `${job.table} has no column ${name}; its columns are ${there}`),
  )
}
