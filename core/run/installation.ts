import { makeFolder } from '../files/make-folder.ts'
import type { Instance } from '../config/instance.ts'
import { loadInstance } from '../config/load.ts'
import { connectDatabase, type Database } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { openStorage, type Storage } from '../database/open.ts'
import { readEnv, type RawEnv } from '../env.ts'
import { reconcileGroups } from '../identity/reconcile.ts'
import type { Logger } from '../log.ts'
import { findPaths, type Paths } from '../paths.ts'
import { openSecrets, type Secrets } from '../secrets.ts'
import { openDatabaseServer, type StorageUser } from './database-server.ts'
import { stackEnv, type StackEnv } from './stack-env.ts'
import { discoverAll, instanceUnits, migrationOwners, type Units } from './units.ts'

/** One installation of the stack, read but not running: what both the server and the commands need. */
export interface Installation {
  readonly env: StackEnv
  readonly rawEnv: RawEnv
  readonly paths: Paths
  readonly units: Units
  readonly instance: Instance
  readonly secrets: Secrets
  /**
   * The database with every migration applied and the groups of instance.yaml in place. A server that
   * this process had to start is stopped again by `close`; `stack` says that it holds the stack's lock;
   * a `service` waits for its server as long as it takes.
   */
  openStorage(as: StorageUser): Promise<Storage>
  /** The database as it is, for a command: nothing is migrated or put in place. */
  openDatabase(): Promise<Database>
}

/**
 * Reads environment, units and instance.yaml, and makes nothing; throws a ConfigError or UnitLoadError with all
 * problems. The signal ends the waiting for a database that is started here.
 */
export async function openInstallation(
  root: string,
  rawEnv: RawEnv,
  log: Logger,
  signal?: AbortSignal,
): Promise<Installation> {
  const env = readEnv(stackEnv, rawEnv)
  const paths = findPaths(root, env)
  const units = await discoverAll(root)
  const instance = loadInstance({ dir: paths.configDir, rawEnv, units: instanceUnits(units) })
  for (const warning of instance.warnings) log.warn(warning)
  const secrets = openSecrets({ dir: paths.secretsDir, rawEnv })
  return { env, rawEnv, paths, units, instance, secrets, openStorage: open, openDatabase }

  async function open(as: StorageUser): Promise<Storage> {
    await using opened = new AsyncDisposableStack()
    await makeFolder(paths.dataDir, 0o700)
    const server = await openDatabaseServer({ as, env, paths, secrets, log, signal })
    opened.defer(() => server.stop())
    const storage = await openStorage(server.target, {
      applicationName: `${as} ${process.pid}`,
      log,
      ...(as === 'service' && { waitMs: Infinity }),
    })
    opened.defer(() => storage.close())
    await migrate(storage.db, await migrationOwners(root), log)
    if (server.exclusive) await storage.leases.endAll()
    await reconcileGroups(storage.db, instance.groups)
    const kept = opened.move()
    return { ...storage, close: () => kept.disposeAsync() }
  }

  async function openDatabase(): Promise<Database> {
    await using opened = new AsyncDisposableStack()
    await makeFolder(paths.dataDir, 0o700)
    const server = await openDatabaseServer({ as: 'command', env, paths, secrets, log, signal })
    opened.defer(() => server.stop())
    const applicationName = `command ${process.pid}`
    const db = await connectDatabase({ target: server.target, log, applicationName, max: 2 })
    opened.defer(() => db.close())
    const kept = opened.move()
    return { ...db, close: () => kept.disposeAsync() }
  }
}
