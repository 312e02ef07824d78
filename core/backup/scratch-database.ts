import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectDatabase, type ConnectionTarget, type Database } from '../database/connect.ts'
import { startEmbeddedPostgres } from '../database/embedded/embedded-postgres.ts'
import type { Logger } from '../log.ts'
import { holdScratchName, sweepDeadScratches } from './scratch-names.ts'

/** An empty database that is gone when it is closed. */
export interface ScratchDatabase extends AsyncDisposable {
  readonly db: Database
}

/** insufficient_privilege (errcodes-appendix.html). */
const DENIED = '42501'

/**
 * Makes one on the server of `target`, so that it is of the same version; those that runs before left there when they
 * were killed are removed. Where none is given, or its user may make none, a PostgreSQL is run for as long as it takes.
 */
export async function scratchDatabase(
  target: ConnectionTarget | undefined,
  log: Logger,
): Promise<ScratchDatabase> {
  if (target === undefined) return ownServer(log)
  const how = { log, applicationName: 'scratch', max: 1 }
  await using opened = new AsyncDisposableStack()
  const admin = await connectDatabase({ ...how, target })
  opened.defer(() => admin.close())
  await sweepDeadScratches(admin, log)
  const { name, client } = await holdScratchName(admin)
  try {
    await client.query(`create database ${name} template template0 encoding 'UTF8'`)
  } catch (error) {
    client.release(true)
    if ((error as { code?: string }).code === DENIED) return ownServer(log)
    throw error
  }
  opened.defer(async () => {
    client.release()
    // Without its lock it may be swept by another run at once.
    await admin.pool.query(`drop database if exists ${name} with (force)`)
  })
  const db = await connectDatabase({ ...how, target: named(target, name) })
  opened.defer(() => db.close())
  const kept = opened.move()
  return { db, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

function named(target: ConnectionTarget, database: string): ConnectionTarget {
  if (typeof target !== 'string') return { ...target, database }
  const url = new URL(target)
  url.pathname = `/${database}`
  return url.href
}

async function ownServer(log: Logger): Promise<ScratchDatabase> {
  await using opened = new AsyncDisposableStack()
  const folder = async () => {
    const path = await mkdtemp(join(tmpdir(), 'scratch-'))
    opened.defer(() => rm(path, { recursive: true, force: true }))
    return path
  }
  const [dataDir, runtimeDir] = [await folder(), await folder()]
  await chmod(runtimeDir, 0o711)
  const server = await startEmbeddedPostgres({
    ...{ dataDir, runtimeDir, log, password: randomBytes(16).toString('hex') },
    // Nothing of it has to outlive a power cut.
    settings: { fsync: 'off' },
  })
  opened.defer(() => server.stop())
  const db = await connectDatabase({
    target: server.target,
    log,
    applicationName: 'scratch',
    max: 1,
  })
  opened.defer(() => db.close())
  const kept = opened.move()
  return { db, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
