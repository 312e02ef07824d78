import type { Undecided } from './infer-types.ts'
import type { InputColumn, PlannedColumn } from './planned-column.ts'

/** The slices of one table, opened: what the conversion needs of any format. */
export interface Input {
  readonly columns: readonly InputColumn[]
  /** A relation of the rows, for the columns whose type the values decide. */
  undecided(positions: readonly number[]): { from: string; columns: readonly Undecided[] }
  /**
   * Writes the columns as Parquet and puts what does not fit into the table `rejects`: bad values as NULL,
   * bad rows left out. Returns the number of rows written.
   */
  write(columns: readonly PlannedColumn[], target: string): Promise<number>
}
