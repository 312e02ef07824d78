import type { Selectable } from 'kysely'
import type { Run } from '../engine/runs.ts'
import type { DataSyncTables } from '../engine/tables.ts'

/** One table as the catalog shows it, published or only known. */
export interface CatalogTable {
  /** `dataset/name`. */
  readonly id: string
  readonly dataset: string
  readonly name: string
  readonly description: string | undefined
  /** Absent while nothing of it was ever published. */
  readonly version: Selectable<DataSyncTables['version']> | undefined
  readonly columns: number | undefined
  /** When the source was last found to say the same as what is published. */
  readonly checkedAt: Date | undefined
  /** Whether its source no longer offers it; the last version stays. */
  readonly gone: boolean
  /** The last run that ended well or badly; an interrupted one says nothing of the table. */
  readonly lastRun: Run | undefined
  /** What runs now, or else waits. */
  readonly openRun: Run | undefined
}
