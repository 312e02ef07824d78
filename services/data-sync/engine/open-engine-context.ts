import { join } from 'node:path'
import type { Connector } from '#core/connector.ts'
import type { Events } from '#core/database/events.ts'
import type { Database } from '#core/database/connect.ts'
import type { EnvValues } from '#core/env.ts'
import { openObjectStore } from '#core/files/object-store.ts'
import type { Instance } from '#core/config/instance.ts'
import type { Logger } from '#core/log.ts'
import type { Paths } from '#core/paths.ts'
import type service from '../service.ts'
import type { EngineContext } from './engine-context.ts'
import type { EngineOptions } from './engine.ts'
import type { DataSyncTables } from './tables.ts'

export type DataSyncEnv = EnvValues<(typeof service)['env']>

/** What the engine is made of, whether the service runs it or a command does. */
export interface EngineParts {
  readonly db: Database
  readonly events: Events
  readonly instance: Instance
  readonly paths: Paths
  readonly log: Logger
  readonly env: DataSyncEnv
  readonly connectors: ReadonlyMap<string, Connector>
}

/** Puts the engine's context together from what the service or the command was given. */
export function openEngineContext(parts: EngineParts): EngineContext {
  const { db, events, instance, paths, log, env, connectors } = parts
  return {
    catalogue: db.of<DataSyncTables>('data_sync'),
    events,
    objects: openObjectStore(paths.objectsDir),
    sources: instance.sources,
    connectors,
    configDir: paths.configDir,
    stagingDir: join(paths.dataDir, 'staging'),
    limits: {
      memory: env.SYNC_MEMORY_LIMIT,
      threads: env.SYNC_THREADS,
      timeoutMs: env.SYNC_TIMEOUT_MINUTES * 60_000,
    },
    log,
  }
}

/** How the engine works, from the service's variables. */
export function engineOptions(env: DataSyncEnv): EngineOptions {
  return {
    parallel: env.SYNC_PARALLEL,
    retention: { hours: env.SYNC_KEEP_HOURS, generations: 3, runDays: 90 },
    pollMs: 5000,
    checkAllAtStart: true,
  }
}
