import { createHash } from 'node:crypto'
import type { Events } from '#core/database/events.ts'
import type { ObjectStore } from '#core/files/object-store.ts'
import { publishVersion, type NewVersion } from '../../services/data-sync/engine/publish-version.ts'
import type { Catalogue } from '../../services/data-sync/engine/runs.ts'
import { rememberTables, tableId } from '../../services/data-sync/engine/source-tables.ts'
import { exampleColumn, exampleProfile } from './example-catalog.ts'

/** Where the examples of the tests are published. */
export interface Publisher {
  readonly catalogue: Catalogue
  readonly events: Events
  readonly objects: ObjectStore
}

/** Makes a dataset with these tables known, as a look through its source does. */
export async function discoverExamples(
  { catalogue }: Publisher,
  dataset: string,
  names: readonly string[],
): Promise<void> {
  const tables = names.map((name) => ({ name, origin: `${name}.csv`, description: `All ${name}` }))
  await rememberTables(catalogue, dataset, tables)
}

/** Publishes a table with one column, its schema and its profile. */
export async function publishExample(
  publisher: Publisher,
  dataset: string,
  name: string,
  changes: Partial<NewVersion> & { readonly column?: string } = {},
): Promise<void> {
  const id = tableId(dataset, name)
  const { column = 'amount', ...version } = changes
  const columns = [exampleColumn({ name: column, sourceName: column })]
  const schema = { v: 1 as const, table: id, primaryKey: [], columns }
  const profile = { v: 1, table: id, rows: 100, columns: [exampleProfile({ name: column })] }
  const put = (value: unknown) => publisher.objects.putBytes(JSON.stringify(value))
  await publishVersion(publisher, async () => ({
    tableId: id,
    dataset,
    name,
    description: `All ${name}`,
    rows: 100,
    bytes: 2048,
    rejected: 0,
    rejects: [],
    warnings: [],
    schema,
    changeMarker: undefined,
    objects: {
      schema: await put(schema),
      manifest: await put({ table: id }),
      data: [{ sha256: createHash('sha256').update(id).digest('hex'), size: 2048 }],
      profile: await put(profile),
    },
    ...version,
  }))
}
