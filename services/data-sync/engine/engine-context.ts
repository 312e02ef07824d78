import type { SourceConfig } from '#core/config/instance.ts'
import type { Connector, ConnectorContext } from '#core/connector.ts'
import type { Events } from '#core/database/events.ts'
import { ConfigError } from '#core/errors.ts'
import type { ObjectStore } from '#core/files/object-store.ts'
import type { Logger } from '#core/log.ts'
import type { WorkerLimits } from '../worker/job.ts'
import type { Catalogue } from './runs.ts'

/** What a refresh works with. */
export interface EngineContext {
  readonly catalogue: Catalogue
  readonly events: Events
  readonly objects: ObjectStore
  readonly sources: readonly SourceConfig[]
  readonly connectors: ReadonlyMap<string, Connector>
  /** The folder of the instance.yaml. */
  readonly configDir: string
  /** Downloads and unfinished results; emptied at every start. */
  readonly stagingDir: string
  readonly limits: WorkerLimits
  readonly log: Logger
}

/** One source with its connector, ready to be asked. */
export interface OpenSource {
  readonly source: SourceConfig
  readonly connector: Connector
  readonly context: ConnectorContext
}

/** How one run reaches its source: where it may write, how it is stopped, who hears of progress. */
export interface RunSurroundings {
  readonly staging: string
  readonly signal: AbortSignal
  progress(done: number, total?: number): void
}

/** Looks a source up and parses its configuration by the connector's own schema. */
export function openSource(
  engine: EngineContext,
  sourceId: string,
  surroundings: RunSurroundings,
): OpenSource {
  const source = engine.sources.find(({ id }) => id === sourceId)
  if (!source) throw new ConfigError([`sources.${sourceId} is not in instance.yaml`])
  const connector = engine.connectors.get(source.connector)
  if (!connector) {
    throw new ConfigError([
      `sources.${sourceId}.connector: there is no connectors/${source.connector}`,
    ])
  }
  const context: ConnectorContext = {
    ...surroundings,
    config: connector.config.parse(source.config),
    tables: source.tables,
    configDir: engine.configDir,
    log: engine.log.child({ source: sourceId }),
  }
  return { source, connector, context }
}
