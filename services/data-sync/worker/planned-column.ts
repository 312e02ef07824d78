import type { ColumnSchema } from '#core/sync/table-schema.ts'

/** A column as its source has it, before anything is decided. */
export interface InputColumn {
  readonly sourceName: string
  /** The type that the file itself declares, as Parquet does. */
  readonly type?: string
}

/** A column of the table to be written; `input` is its position among the input's columns. */
export interface PlannedColumn extends ColumnSchema {
  readonly input: number
}
