import { spawn } from 'node:child_process'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf, Unavailable } from '../../errors.ts'
import { nothingIfMissing } from '../../files/nothing-if-missing.ts'
import { makeRuntimeFolder } from '../../files/runtime-folder.ts'
import type { Logger } from '../../log.ts'
import { isAlive } from '../../process-start.ts'
import { rest } from '../../rest.ts'
import { connectDatabase } from '../connect.ts'
import { initCluster } from './init-cluster.ts'
import { postgresBinaries } from './postgres-binaries.ts'
import { runningServer, stopServer } from './running-server.ts'
import { handOver, makeServerFolder, serverUser, type ServerUser } from './server-user.ts'

/** Where a client finds the server: a socket, because it listens on no port. */
export interface EmbeddedTarget {
  readonly host: string
  readonly user: string
  readonly password: string
  readonly database: string
}

export interface EmbeddedPostgres {
  readonly target: EmbeddedTarget
  readonly pid: number
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** The cluster lies below it, in `postgres`. */
  readonly dataDir: string
  /** For the socket; short, since its path has at most 107 bytes. */
  readonly runtimeDir: string
  readonly password: string
  readonly log: Logger
  /** Ends the waiting for a server that recovers, and the server. */
  readonly signal?: AbortSignal | undefined
  /** Further settings of the server, by name. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Small, since it shares a machine; no port, since a socket is enough. */
const defaultSettings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: '32MB',
  max_connections: '60',
  log_timezone: 'UTC',
  timezone: 'UTC',
}

/** After a power failure it goes through its log first, and to end it then would have it begin anew at the next start. */
const RECOVERY_MS = 3_600_000

/** How long processes of a killed server may take to notice that it is gone; until then none starts in its place. */
const LEFT_BEHIND_MS = 60_000

const LOG_LIMIT = 10 * 1024 * 1024

/** How to connect to the server of a data folder, whether or not it runs. */
export function embeddedTarget({
  runtimeDir,
  password,
}: Pick<EmbeddedOptions, 'runtimeDir' | 'password'>): EmbeddedTarget {
  return { host: join(runtimeDir, 'pg'), user: 'postgres', password, database: 'postgres' }
}

/**
 * Starts PostgreSQL on a data folder and resolves when it answers. A server that a killed stack left
 * behind is taken over. As root it runs as nobody.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, runtimeDir, log } = options
  const target = embeddedTarget(options)
  const cluster = join(dataDir, 'postgres')
  const user = serverUser()
  await makeRuntimeFolder(runtimeDir)
  await makeServerFolder(target.host, user)

  const orphan = await runningServer(cluster)
  if (orphan !== undefined) {
    if (await answers(target, log)) {
      log.warn({ pid: orphan }, 'a PostgreSQL that was left behind is taken over')
      return { target, pid: orphan, stop: () => stopServer(orphan) }
    }
    log.warn({ pid: orphan }, 'a PostgreSQL that does not answer is stopped')
    await stopServer(orphan)
  }
  const binaries = await postgresBinaries(user.ids !== undefined, log)
  await initCluster({ binaries, cluster, runtimeDir, password: options.password, user })
  const logFile = join(dataDir, 'postgres.log')
  const settings = { ...defaultSettings, ...options.settings }
  const socketDir = target.host
  const { signal = new AbortController().signal } = options
  for (const giveUpAt = performance.now() + LEFT_BEHIND_MS; ;) {
    const pid = await spawnServer({ binaries, cluster, socketDir, logFile, user, settings })
    try {
      const db = await connectDatabase({
        ...{ target, log, applicationName: 'start', max: 1 },
        waitMs: RECOVERY_MS,
        stillThere: () => isAlive(pid) && !signal.aborted,
      })
      await db.close()
      return { target, pid, stop: () => stopServer(pid) }
    } catch (cause) {
      await stopServer(pid)
      const words = await tailOf(logFile)
      if (othersHold(words) && performance.now() < giveUpAt && !signal.aborted) {
        log.warn('processes of a PostgreSQL that was killed are there still; they are waited for')
        await rest(1000, signal)
        continue
      }
      throw new Unavailable('database_not_started', `${messageOf(cause)}\n${words}`, {
        remedy: `Read ${logFile}, or set DATABASE_URL.`,
        cause,
      })
    }
  }
}

/** Whether the last that a server said is that another one's processes have its memory. */
function othersHold(words: string): boolean {
  return words
    .split('\n')
    .slice(-2)
    .some((line) => line.includes('pre-existing shared memory block'))
}

async function answers(target: EmbeddedTarget, log: Logger): Promise<boolean> {
  try {
    const db = await connectDatabase({
      target,
      log,
      applicationName: 'adopt',
      max: 1,
      waitMs: 3000,
    })
    await db.close()
    return true
  } catch (error) {
    log.warn({ err: error }, 'the PostgreSQL that was left behind does not answer')
    return false
  }
}

/** Starts the server in a process group of its own: Ctrl-C in a terminal is for us, not for it. */
async function spawnServer(options: {
  readonly binaries: string
  readonly cluster: string
  readonly socketDir: string
  readonly logFile: string
  readonly user: ServerUser
  readonly settings: Readonly<Record<string, string>>
}): Promise<number> {
  await rotate(options.logFile)
  await using log = await open(options.logFile, 'a', 0o600)
  await using data = await handOver(options.cluster, options.user)
  const settings = { ...options.settings, unix_socket_directories: options.socketDir }
  const child = spawn(
    join(options.binaries, 'bin/postgres'),
    [
      '-D',
      data.path,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      stdio: ['ignore', log.fd, log.fd, ...data.stdio],
      cwd: '/',
      env: {},
      detached: true,
      ...options.user.ids,
    },
  )
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  child.unref()
  if (child.pid === undefined) throw new Error('PostgreSQL was started without a process id')
  return child.pid
}

async function rotate(logFile: string): Promise<void> {
  const found = await stat(logFile).catch(nothingIfMissing)
  if (found && found.size > LOG_LIMIT) await rename(logFile, `${logFile}.1`)
}

async function tailOf(logFile: string): Promise<string> {
  return (await readFile(logFile, 'utf8')).trim().split('\n').slice(-10).join('\n')
}
