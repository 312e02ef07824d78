import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectDatabase } from '#core/database/connect.ts'
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedTarget,
} from '#core/database/embedded/embedded-postgres.ts'
import { migrate, type MigrationOwner } from '#core/database/migrate.ts'
import { openStorage, type Storage } from '#core/database/open.ts'
import { createLog } from '#core/log.ts'

const log = createLog(process.env['TEST_LOG'] ?? 'silent')
const coreMigrations = join(import.meta.dirname, '../../core/migrations')

/** A fresh database on a real server, with the migrations of core and of `owners`. */
export interface TestDatabase extends Storage {
  readonly target: EmbeddedTarget
  /** The same as a DATABASE_URL. */
  readonly url: string
}

interface Server {
  readonly postgres: EmbeddedPostgres
  readonly folders: readonly string[]
  /** Ends it at once, when the process ends before it was stopped. */
  readonly end: () => void
}

/** What nobody wakes: to wait where nothing may be awaited. */
const pause = new Int32Array(new SharedArrayBuffer(4))

/** Between two tests nobody uses the server for a moment; a new one would cost a second. */
const LINGER_MS = 1500

let server: Promise<Server> | undefined
let users = 0
let lingering: NodeJS.Timeout | undefined

/** One server for the whole process, stopped soon after the last database; close what you open. */
export async function openTestDatabase(
  owners: readonly MigrationOwner[] = [],
): Promise<TestDatabase> {
  users += 1
  clearTimeout(lingering)
  try {
    const { postgres } = await (server ??= startServer())
    const database = `test_${randomBytes(6).toString('hex')}`
    await createDatabase(postgres.target, database)
    const target = { ...postgres.target, database }
    const storage = await openStorage(target, { applicationName: 'test', log })
    await migrate(storage.db, [{ owner: 'core', dir: coreMigrations }, ...owners], log)
    return {
      ...storage,
      target,
      url: urlOf(target),
      async close() {
        await storage.close()
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

function urlOf({ host, user, password, database }: EmbeddedTarget): string {
  const url = new URL(`postgres://${user}:${password}@localhost/${database}`)
  url.searchParams.set('host', host)
  return url.href
}

async function startServer(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'pg-'))
  const runtimeDir = await mkdtemp(join(tmpdir(), 'run-'))
  await chmod(runtimeDir, 0o711)
  const postgres = await startEmbeddedPostgres({
    dataDir: folder,
    runtimeDir,
    password: randomBytes(16).toString('hex'),
    log,
    // What tests write need not survive a power cut.
    settings: { fsync: 'off', max_connections: '200' },
  })
  const folders = [folder, runtimeDir]
  const end = () => {
    process.kill(postgres.pid, 'SIGQUIT')
    const lock = join(folder, 'postgres/postmaster.pid')
    for (let waited = 0; existsSync(lock) && waited < 200; waited += 1)
      Atomics.wait(pause, 0, 0, 10)
    for (const one of folders) rmSync(one, { recursive: true, force: true })
  }
  process.once('exit', end)
  return { postgres, folders, end }
}

async function createDatabase(target: EmbeddedTarget, name: string): Promise<void> {
  const admin = await connectDatabase({ target, log, applicationName: 'test', max: 1 })
  await admin.pool.query(`create database ${name}`)
  await admin.close()
}

async function release(): Promise<void> {
  users -= 1
  if (users > 0 || !server) return
  const stopping = server
  lingering = setTimeout(() => {
    server = undefined
    void stopServer(stopping)
  }, LINGER_MS)
}

async function stopServer(stopping: Promise<Server>): Promise<void> {
  const { postgres, folders, end } = await stopping
  await postgres.stop()
  process.off('exit', end)
  for (const folder of folders) await rm(folder, { recursive: true })
}
