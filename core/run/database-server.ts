import { accountIn } from '../account-in.ts'
import type { ConnectionTarget } from '../database/connect.ts'
import { embeddedTarget, startEmbeddedPostgres } from '../database/embedded/embedded-postgres.ts'
import { ConfigError, Conflict } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { Paths } from '../paths.ts'
import type { Secrets } from '../secrets.ts'
import type { StackEnv } from './stack-env.ts'
import { takeStackLock } from './stack-lock.ts'

/** The secret that is the password of the stack's own database. */
export const POSTGRES_PASSWORD = 'postgres-password'

/** A PostgreSQL to connect to; `stop` ends it only if it was started here. */
export interface DatabaseServer {
  readonly target: ConnectionTarget
  /** Whether it is this process's alone: whoever used it before has ended, however that came. */
  readonly exclusive: boolean
  stop(): Promise<void>
}

/**
 * Who opens the database: the whole stack in one process, a command beside it, or a service in a
 * process of its own, which has no server to start.
 */
export type StorageUser = 'stack' | 'command' | 'service'

/**
 * Finds the database: DATABASE_URL, the embedded server of the stack that runs, or one that is started
 * here. A command takes the stack's lock while it has a server of its own, so that none is pulled away
 * under the other.
 */
export async function openDatabaseServer(options: {
  readonly as: StorageUser
  readonly env: StackEnv
  readonly paths: Paths
  readonly secrets: Secrets
  readonly log: Logger
  readonly signal?: AbortSignal | undefined
}): Promise<DatabaseServer> {
  const { as, env, paths, secrets, log, signal } = options
  const shared = { exclusive: false, stop: () => Promise.resolve() }
  if (env.DATABASE_URL !== undefined) {
    return { target: withPassword(env.DATABASE_URL, secrets), ...shared }
  }
  if (as === 'service') {
    throw new ConfigError(['DATABASE_URL is missing: a service of its own needs a PostgreSQL'])
  }

  const { dataDir, runtimeDir } = paths
  const embedded = { dataDir, runtimeDir, password: secrets.text(POSTGRES_PASSWORD), log, signal }
  if (as === 'stack') return { ...(await startEmbeddedPostgres(embedded)), exclusive: true }
  try {
    const lock = await takeStackLock(runtimeDir, dataDir, 'command')
    try {
      const server = await startEmbeddedPostgres(embedded)
      return {
        target: server.target,
        exclusive: true,
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
    return { target: embeddedTarget(embedded), ...shared }
  }
}

/** An address without a password gets the one that was made for the stack's own server. */
export function withPassword(address: string, secrets: Secrets): string {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  // The driver would only say that it is malformed.
  accountIn('DATABASE_URL', url)
  if (url.username === '' || url.password !== '') return address
  url.password = secrets.text(POSTGRES_PASSWORD)
  return url.href
}
