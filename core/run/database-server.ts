import type { ConnectionTarget } from '../database/connect.ts'
import { embeddedTarget, startEmbeddedPostgres } from '../database/embedded/embedded-postgres.ts'
import { Conflict } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { Paths } from '../paths.ts'
import type { Secrets } from '../secrets.ts'
import type { StackEnv } from './stack-env.ts'
import { takeStackLock } from './stack-lock.ts'

/** A PostgreSQL to connect to; `stop` ends it only if it was started here. */
export interface DatabaseServer {
  readonly target: ConnectionTarget
  stop(): Promise<void>
}

/**
 * Finds the database: DATABASE_URL, the embedded server of the stack that runs, or one that is started
 * here. A command takes the stack's lock while it has a server of its own, so that none is pulled away
 * under the other.
 */
export async function openDatabaseServer(options: {
  readonly as: 'stack' | 'command'
  readonly env: StackEnv
  readonly paths: Paths
  readonly secrets: Secrets
  readonly log: Logger
}): Promise<DatabaseServer> {
  const { as, env, paths, secrets, log } = options
  const nothing = { stop: () => Promise.resolve() }
  if (env.DATABASE_URL !== undefined) return { target: env.DATABASE_URL, ...nothing }

  const { dataDir, runtimeDir } = paths
  const embedded = { dataDir, runtimeDir, password: secrets.text('postgres-password'), log }
  if (as === 'stack') return startEmbeddedPostgres(embedded)
  try {
    const lock = await takeStackLock(runtimeDir, dataDir, 'command')
    try {
      const server = await startEmbeddedPostgres(embedded)
      return {
        target: server.target,
        async stop() {
          await server.stop()
          await lock.release()
        },
      }
    } catch (error) {
      await lock.release()
      throw error
    }
  } catch (error) {
    if (!(error instanceof Conflict) || error.code !== 'already_running') throw error
    return { target: embeddedTarget(embedded), ...nothing }
  }
}
