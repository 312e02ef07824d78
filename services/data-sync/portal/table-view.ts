import type { SourceConfig } from '#core/config/instance.ts'
import type { Viewer } from './catalog-view.ts'
import type { TableDetails } from './find-table.ts'

/** Everything that a table's page shows. */
export interface TableView extends TableDetails {
  readonly viewer: Viewer
  readonly configured: readonly SourceConfig[]
  /** The run that the person has just asked for. */
  readonly askedRun: number | undefined
  readonly now: Date
}
