import type { DuckDBConnection } from '@duckdb/node-api'
import { UpstreamError } from '#core/errors.ts'
import type { ConvertJob, RejectGroup } from './job.ts'
import { selectRow, selectRows } from './open-duckdb.ts'

/** More rejects than this fail the job whatever its share: they would fill memory (1.6 KB each). */
export const mostRejects = 50_000

/** Makes the table that collects what is kept beside: rows that are left out, and values made NULL. */
export async function openRejects(db: DuckDBConnection): Promise<void> {
  await db.run(
    'CREATE TEMP TABLE rejects (slice INTEGER, line BIGINT, "column" VARCHAR, kind VARCHAR, message VARCHAR, text VARCHAR)',
  )
}

/** What was rejected: one group a column and kind, and the number of records concerned. */
export interface RejectSummary {
  readonly records: number
  /** How many of them are no rows of the table; the others are, with a NULL for the bad value. */
  readonly leftOut: number
  readonly groups: readonly RejectGroup[]
}

export async function summariseRejects(db: DuckDBConnection): Promise<RejectSummary> {
  const { records, whole } = await selectRow(
    db,
    `SELECT count(DISTINCT (slice, line)) AS records,
            count(DISTINCT (slice, line)) FILTER ("column" IS NULL) AS whole FROM rejects`,
  )
  const groups = await selectRows(
    db,
    `SELECT "column", kind, count(*) AS count, min(line) AS line,
            left(arg_min(coalesce(text, ''), (slice, line)), 200) AS example
     FROM rejects GROUP BY ALL ORDER BY count DESC, line, "column", kind`,
  )
  return {
    records: Number(records),
    leftOut: Number(whole),
    groups: groups.map(({ column, kind, count, line, example }) => ({
      column: column === null ? null : String(column),
      kind: String(kind),
      count: Number(count),
      line: Number(line),
      // PostgreSQL, where this is kept, takes no NUL.
      example: String(example).replaceAll('\0', '\ufffd'),
    })),
  }
}

/**
 * Fails the job when more is rejected than it allows.
 * @throws {UpstreamError} `too_many_rejects`, naming the worst column, its count and first example.
 */
export function refuseTooMany(
  job: ConvertJob,
  rows: number,
  { records, leftOut, groups }: RejectSummary,
): void {
  const worst = groups[0]
  if (!worst) return
  const all = rows + leftOut
  // When no more of them were kept, nobody knows how many there are.
  const capped = groups.reduce((sum, { count }) => sum + count, 0) >= mostRejects
  if (!capped && records <= job.maxRejected * all) return
  throw tooManyRejects(
    job,
    worst,
    capped ? `at least ${records} rows` : `${records} of ${all} rows`,
  )
}

export function tooManyRejects(
  job: ConvertJob,
  worst: RejectGroup,
  howMany: string,
): UpstreamError {
  return new UpstreamError(
    'too_many_rejects',
    `${howMany} of ${job.table} do not fit, more than the ${job.maxRejected * 100} % that are allowed: ${explain(job, worst)}`,
    { remedy: 'Repair the source, or declare another type or a larger maxRejected for the table.' },
  )
}

function explain(job: ConvertJob, { column, kind, count, line, example }: RejectGroup): string {
  const where = `first in line ${line}: ${JSON.stringify(example)}`
  if (kind !== 'CAST' || column === null) return `${kind.toLowerCase()}, ${count} times, ${where}`
  const pinned = job.pinned?.columns.find(({ name }) => name === column)
  const declared = job.declared[column]?.type
  if (declared !== undefined)
    return `column ${column} is declared ${declared}, ${count} values are not, ${where}`
  if (pinned)
    return `column ${column} changed its type: ${count} values are no ${pinned.type}, ${where}`
  return `column ${column} has ${count} values of another type, ${where}`
}
