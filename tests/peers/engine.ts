import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SourceConfig, TableConfig } from '#core/config/instance.ts'
import { openObjectStore } from '#core/files/object-store.ts'
import { createLog } from '#core/log.ts'
import files from '../../connectors/files/index.ts'
import type { EngineContext } from '../../services/data-sync/engine/engine-context.ts'
import { startEngine, type Engine } from '../../services/data-sync/engine/engine.ts'
import { followRuns } from '../../services/data-sync/engine/follow-runs.ts'
import { requestRun, type Run } from '../../services/data-sync/engine/runs.ts'
import type { DataSyncTables } from '../../services/data-sync/engine/tables.ts'
import { openTestDatabase, type TestDatabase } from './postgres.ts'

const migrations = join(import.meta.dirname, '../../services/data-sync/migrations')

/** A real engine over a folder of files, a real database and real worker processes. */
export interface TestEngine extends AsyncDisposable {
  readonly database: TestDatabase
  readonly context: EngineContext
  /** Where the source's files lie. */
  readonly folder: string
  write(name: string, text: string | Uint8Array): Promise<void>
  start(): Engine
  /** Asks for a table (`dataset/name`) or the whole source, and waits for the end of what that starts. */
  sync(tableId?: string): Promise<readonly Run[]>
}

/** A table of the source, as instance.yaml would declare it. */
export function declareTable(table: Partial<TableConfig> = {}): TableConfig {
  return { maxRejected: 0.01, allowEmpty: false, options: {}, ...table }
}

export async function openTestEngine(tables: SourceConfig['tables'] = {}): Promise<TestEngine> {
  const root = await mkdtemp(join(tmpdir(), 'engine-'))
  const folder = join(root, 'files')
  await mkdir(folder)
  const database = await openTestDatabase([{ owner: 'data-sync', dir: migrations }])
  const log = createLog(process.env['TEST_LOG'] ?? 'silent')
  const context: EngineContext = {
    catalogue: database.db.of<DataSyncTables>('data_sync'),
    events: database.events,
    objects: openObjectStore(join(root, 'objects')),
    sources: [{ id: 'shop', connector: 'files', config: { folder }, tables }],
    connectors: new Map([['files', files]]),
    configDir: root,
    stagingDir: join(root, 'staging'),
    limits: { memory: '256MB', threads: 1, timeoutMs: 300_000 },
    log,
  }
  const engines: Engine[] = []
  const start = () => {
    const engine = startEngine(context, database.leases, {
      parallel: 2,
      retention: { hours: 24, generations: 3, runDays: 90 },
      pollMs: 100,
      checkAllAtStart: false,
    })
    engines.push(engine)
    return engine
  }
  return {
    database,
    context,
    folder,
    write: (name, text) => writeFile(join(folder, name), text),
    start,
    async sync(tableId) {
      if (engines.length === 0) start()
      const id = await requestRun(context.catalogue, context.events, {
        source: 'shop',
        trigger: 'command',
        ...(tableId !== undefined && { tableId }),
      })
      const signal = AbortSignal.timeout(300_000)
      return followRuns(context.catalogue, context.events, [id], () => undefined, signal)
    },
    async [Symbol.asyncDispose]() {
      for (const engine of engines) await engine.close()
      await database.close()
      await rm(root, { recursive: true })
    },
  }
}
