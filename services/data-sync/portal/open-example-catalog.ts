import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '#core/database/connect.ts'
import type { Events } from '#core/database/events.ts'
import { openObjectStore } from '#core/files/object-store.ts'
import type { DataSyncTables } from '../engine/tables.ts'
import type { Publisher } from './publish-example.ts'

/** The migrations that a database of the catalog's tests needs. */
export const catalogOwners = [
  { owner: 'data-sync', dir: join(import.meta.dirname, '../migrations') },
]

interface TestDatabase {
  readonly db: Database
  readonly events: Events
  close(): Promise<void>
}

/** An empty catalog in a database and a folder of its own; both are gone after the test. */
export async function openExampleCatalog(
  database: TestDatabase,
): Promise<Publisher & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'catalog-'))
  return {
    catalogue: database.db.of<DataSyncTables>('data_sync'),
    events: database.events,
    objects: openObjectStore(join(dir, 'objects')),
    async [Symbol.asyncDispose]() {
      await database.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
