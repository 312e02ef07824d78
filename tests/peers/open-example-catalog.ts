import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openObjectStore } from '#core/files/object-store.ts'
import type { DataSyncTables } from '../../services/data-sync/engine/tables.ts'
import { openTestDatabase, type TestDatabase } from './postgres.ts'
import type { Publisher } from './publish-example.ts'

const migrations = join(import.meta.dirname, '../../services/data-sync/migrations')

/** An empty catalog with a database and a folder of its own. */
export interface ExampleCatalog extends Publisher, AsyncDisposable {
  readonly database: TestDatabase
}

/** Opens it; its folder and its database are gone after the test. */
export async function openExampleCatalog(): Promise<ExampleCatalog> {
  const database = await openTestDatabase([{ owner: 'data-sync', dir: migrations }])
  const dir = await mkdtemp(join(tmpdir(), 'catalog-'))
  return {
    database,
    catalogue: database.db.of<DataSyncTables>('data_sync'),
    events: database.events,
    objects: openObjectStore(join(dir, 'objects')),
    async [Symbol.asyncDispose]() {
      await database.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
