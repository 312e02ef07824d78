import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { Stores } from '#core/backup/stores.ts'
import { writeBackup, type BackupInput, type BackupReport } from '#core/backup/write-backup.ts'
import { createLog } from '#core/log.ts'
import { migrate } from '#core/database/migrate.ts'
import { migrationOwners } from '#core/run/units.ts'
import { openTestDatabase, type TestDatabase } from './postgres.ts'
import { temporaryFolder } from './stack.ts'

const root = join(import.meta.dirname, '../..')

/** A key of this run's own. */
export const identity = await generateX25519Identity()
export const recipients = [await identityToRecipient(identity)]

/** A database with all migrations of the checkout, or an empty one, and folders for files. */
export interface BackupPlace extends AsyncDisposable {
  readonly database: TestDatabase
  readonly stores: Stores
  readonly folder: string
  /** Writes a file of a store, such as `data/objects/ab/…`. */
  write(name: string, content: string | Buffer): Promise<void>
  back(more?: Partial<BackupInput>): Promise<BackupReport>
}

/** Opens one; what is in it goes at the end. */
export async function openBackupPlace({ migrated = true } = {}): Promise<BackupPlace> {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder()).path
  const database = await openTestDatabase()
  opened.defer(() => database.close())
  if (migrated) await migrate(database.db, await migrationOwners(root), createLog('silent'))
  const place = (name: string) => join(folder, name)
  const stores: Stores = {
    data: [place('data')],
    homes: place('homes'),
    secrets: place('secrets'),
    config: place('config'),
  }
  for (const name of ['data', 'homes', 'secrets', 'config', 'backups']) await mkdir(place(name))
  const kept = opened.move()
  return {
    database,
    stores,
    folder,
    async write(name, content) {
      await mkdir(join(folder, name, '..'), { recursive: true })
      await writeFile(join(folder, name), content)
    },
    back: (more = {}) =>
      writeBackup(place('backups/ai-data-analyst-2026-01-02T030405Z.tar.age'), {
        ...{ db: database.db, stores, recipients, version: '1.2.3', without: [] },
        ...{ publicUrl: 'https://data.example.com', signal: AbortSignal.timeout(60_000) },
        progress: () => undefined,
        ...more,
      }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
