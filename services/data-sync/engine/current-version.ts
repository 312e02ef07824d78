import type { Selectable } from 'kysely'
import type { Catalogue } from './runs.ts'
import type { DataSyncTables } from './tables.ts'

/** What is published of a table now; `data` are the hashes of its files, `objects` all that it needs, in no order. */
export type CurrentVersion = Selectable<DataSyncTables['version']> & {
  readonly data: readonly string[]
  readonly objects: readonly { readonly sha256: string; readonly size: number }[]
}

/** The published version of a table, if there is one. */
export async function currentVersion(
  catalogue: Catalogue,
  tableId: string,
): Promise<CurrentVersion | undefined> {
  const version = await catalogue
    .selectFrom('version')
    .selectAll()
    .where('table_id', '=', tableId)
    .where('to_gen', 'is', null)
    .executeTakeFirst()
  if (!version) return undefined
  const objects = await catalogue
    .selectFrom('version_object')
    .select(['sha256', 'size', 'role'])
    .where('version_id', '=', version.id)
    .execute()
  const data = objects.filter(({ role }) => role === 'data')
  return {
    ...version,
    data: data.map(({ sha256 }) => sha256),
    objects,
  }
}
