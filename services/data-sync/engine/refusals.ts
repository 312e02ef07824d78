import { Conflict } from '#core/errors.ts'
import type { ConvertResult } from '../worker/job.ts'
import type { CurrentVersion } from './current-version.ts'
import type { Catalogue } from './runs.ts'
import type { TableAtWork } from './table-at-work.ts'

/** Two tables of one name would be one view on the analysts' machines. */
export async function refuseTakenName(
  catalogue: Catalogue,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<void> {
  const other = await catalogue
    .selectFrom('version')
    .select('table_id')
    .where('name', '=', name)
    .where('table_id', '!=', id)
    .where('to_gen', 'is', null)
    .executeTakeFirst()
  if (!other) return
  throw new Conflict('name_taken', `${other.table_id} already has the name ${name}`, {
    remedy: `Give ${id} another name: declare it under its source's tables with its origin.`,
  })
}

/** A table that had rows and has none is far more often a failed export than the truth. */
export function refuseSuddenEmptiness(
  table: TableAtWork,
  current: CurrentVersion | undefined,
  converted: ConvertResult,
): void {
  if (!current || current.rows === 0 || converted.file.rows > 0 || table.allowEmpty) return
  throw new Conflict(
    'became_empty',
    `${table.id} had ${current.rows} rows and the source now has none`,
    { remedy: 'If that is right, set allowEmpty: true for the table in instance.yaml.' },
  )
}
