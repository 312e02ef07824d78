import type { Slice, SourceColumn } from '#core/connector.ts'
import type { TableProfile } from '#core/sync/table-profile.ts'
import type { TableSchema } from '#core/sync/table-schema.ts'

/** Bounds of one worker process. */
export interface WorkerLimits {
  /** As DuckDB writes it, such as `256MB`. */
  readonly memory: string
  readonly threads: number
  /** The process is killed after this many milliseconds. */
  readonly timeoutMs: number
}

/** Turn slices into one Parquet file. */
export interface ConvertJob {
  readonly kind: 'convert'
  /** `dataset/name`. */
  readonly table: string
  readonly description?: string
  readonly slices: readonly Slice[]
  /** The schema of the last good version: its types stay. */
  readonly pinned?: TableSchema
  /** Types and descriptions by the operator; they win over everything. */
  readonly declared: Readonly<
    Record<string, { readonly type?: string; readonly description?: string }>
  >
  /** Columns as the source describes them. */
  readonly source?: readonly SourceColumn[]
  readonly primaryKey: readonly string[]
  /** The file of the last good version: when the rows are the same, the result is that very file. */
  readonly previous?: { readonly path: string; readonly sha256: string }
  /** Share of rows, 0 to 1, that may be rejected before the job fails. */
  readonly maxRejected: number
  /** An empty folder for the results; DuckDB's temporary files go to `temp` below it. */
  readonly output: string
  readonly limits: WorkerLimits
}

/** Why rows or values were kept out: one line per column and kind of error. */
export interface RejectGroup {
  readonly column: string | null
  /** As DuckDB names it: CAST, MISSING COLUMNS, TOO MANY COLUMNS, UNQUOTED VALUE, … */
  readonly kind: string
  readonly count: number
  /** The first line that has it, and its text, shortened. */
  readonly line: number
  readonly example: string
}

export interface ConvertedFile {
  readonly path: string
  readonly sha256: string
  readonly size: number
  readonly rows: number
}

export interface ConvertResult {
  readonly schema: TableSchema
  readonly file: ConvertedFile
  readonly rejected: number
  readonly rejects: readonly RejectGroup[]
  /** The rejected rows as Parquet; absent when there are none. */
  readonly rejectsFile?: ConvertedFile
  /** For people, such as that a column became text because of one value. */
  readonly warnings: readonly string[]
}

/** Look at a converted file, column by column. */
export interface ProfileJob {
  readonly kind: 'profile'
  readonly table: string
  readonly file: string
  readonly output: string
  readonly limits: WorkerLimits
}

export type WorkerJob = ConvertJob | ProfileJob
export type WorkerResult<Job extends WorkerJob> = Job extends ConvertJob
  ? ConvertResult
  : TableProfile
