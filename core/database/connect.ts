import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { messageOf, Unavailable } from '../errors.ts'
import type { Logger } from '../log.ts'
import { isNotThereYet } from './is-not-there-yet.ts'

/** The instance's database. Services own one schema each and see the others' only through core. */
export interface Database {
  readonly pool: pg.Pool
  /** Queries over the tables of one schema, which are written without its name. */
  of<Tables>(schema: string): Kysely<Tables>
  close(): Promise<void>
}

/** An address, or the parts of one (a socket folder, say). */
export type ConnectionTarget = string | pg.PoolConfig

export interface ConnectOptions {
  readonly target: ConnectionTarget
  readonly log: Logger
  readonly applicationName: string
  /** Connections at most. */
  readonly max?: number
  /** How long a server that does not answer yet is waited for. */
  readonly waitMs?: number
  /** Whether waiting makes sense still, asked before each further try. */
  readonly stillThere?: () => boolean
  /** How long one that took the connection may say nothing, before that counts as no answer. */
  readonly connectMs?: number
}

/** As long as a busy machine may need, and no longer: a server that hangs keeps silent for ever. */
export const CONNECT_MS = 30_000

const INT8 = 20

/** Parses bigint columns as numbers: ids, counts and bytes. A value that is not exact is an error. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (oid !== INT8 || format === 'binary') return pg.types.getTypeParser(oid, format)
    return (text: string) => {
      const value = Number(text)
      if (!Number.isSafeInteger(value))
        throw new RangeError(`bigint ${text} is not exact as number`)
      return value
    }
  },
}

/** Connects, waiting a while for a server that is starting; throws Unavailable with the last reason. */
export async function connectDatabase(options: ConnectOptions): Promise<Database> {
  const { target, log, applicationName, max = 10 } = options
  const config = typeof target === 'string' ? { connectionString: target } : target
  await waitForServer(options, { ...config, application_name: applicationName })
  const pool = new pg.Pool({ ...config, types, max, application_name: applicationName })
  let closing = false
  const broke = (error: Error) => {
    if (!closing) log.warn({ reason: error.message }, 'a database connection broke')
  }
  // The pool replaces it. Without a listener it would end the process, and the pool's own listens only
  // while nobody uses the connection: not in the middle of a transaction.
  pool.on('connect', (client) => client.on('error', broke))
  pool.on('error', () => undefined)
  const kysely = new Kysely<object>({ dialect: new PostgresDialect({ pool }) })
  return {
    pool,
    of: <Tables>(schema: string) => kysely.withSchema(schema) as unknown as Kysely<Tables>,
    async close() {
      closing = true
      await kysely.destroy()
      // Kysely ends the pool only when a query went through it.
      if (!pool.ending) await pool.end()
    },
  }
}

/** By a pool of its own: the other one must not refuse who waits for a connection while all are in use. */
async function waitForServer(
  { log, waitMs = 15_000, stillThere = () => true, connectMs = CONNECT_MS }: ConnectOptions,
  config: pg.PoolConfig,
): Promise<void> {
  const probe = new pg.Pool({ ...config, max: 1, connectionTimeoutMillis: connectMs })
  probe.on('error', () => undefined)
  try {
    const deadline = Date.now() + waitMs
    await untilAnswered(probe, log, () => Date.now() <= deadline && stillThere())
  } finally {
    await probe.end()
  }
}

async function untilAnswered(probe: pg.Pool, log: Logger, mayCome: () => boolean): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await probe.query('select 1')
      return
    } catch (cause) {
      const reason = messageOf(cause)
      if (!mayCome() || !isNotThereYet(cause)) {
        throw new Unavailable('database_unavailable', `The database does not answer: ${reason}`, {
          remedy: 'Check DATABASE_URL and that the server runs.',
          cause,
        })
      }
      log.info({ attempt, reason }, 'waiting for the database')
      await sleep(Math.min(1000, 50 * 2 ** attempt))
    }
  }
}
