import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedPostgres } from '#core/database/embedded/embedded-postgres.ts'
import { createLog } from '#core/log.ts'
import { freePort } from '../../peers/free-port.ts'
import { gatewaySecret } from '../../peers/gateway.ts'

/** A gateway that has not opened its socket file by then never will. */
const START_MS = 60_000

/** A gateway that is measured: its port for clients, and its socket file for senders. */
export interface LiveServer {
  readonly port: number
  readonly socketFile: string
  readonly pid: number
}

/** The gateway with a database that really writes to disk, and the floor beside it. */
export async function startServers(opened: AsyncDisposableStack): Promise<{
  readonly ours: LiveServer
  readonly floor: LiveServer
  readonly databaseUrl: string
}> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-live-'))
  opened.defer(() => rm(folder, { recursive: true }))
  // As root the database runs as nobody, who has to get to its socket.
  await chmod(folder, 0o711)
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    runtimeDir: join(folder, 'run'),
    password: randomBytes(16).toString('hex'),
    log: createLog('silent'),
  })
  opened.defer(() => postgres.stop())
  const { host, user, password, database } = postgres.target
  const [port, floorPort] = [await freePort(), await freePort()]
  const [socketFile, floorFile] = [join(folder, 'ours.sock'), join(folder, 'floor.sock')]
  const databaseUrl = `postgres://${user}:${password}@/${database}?host=${encodeURIComponent(host)}`
  const ours = start(opened, ['services/ws-gateway/main.ts'], {
    DATABASE_URL: databaseUrl,
    DESKTOP_JWT_SECRET: gatewaySecret,
    WS_GATEWAY_PORT: String(port),
    WS_DISPATCH_SOCKET: socketFile,
    LOG_LEVEL: 'error',
    DATA_DIR: join(folder, 'data'),
  })
  const floor = start(opened, [
    '--max-semi-space-size=4',
    'tests/bench/live/floor-gateway.ts',
    String(floorPort),
    floorFile,
  ])
  const deadline = performance.now() + START_MS
  while (!existsSync(socketFile) || !existsSync(floorFile)) {
    if (performance.now() > deadline) throw new Error('a gateway did not start; see above')
    await sleep(200)
  }
  return {
    ours: { port, socketFile, pid: ours },
    floor: { port: floorPort, socketFile: floorFile, pid: floor },
    databaseUrl,
  }
}

function start(
  opened: AsyncDisposableStack,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): number {
  const child = spawn(process.execPath, args, {
    cwd: join(import.meta.dirname, '../../..'),
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  opened.defer(async () => {
    child.kill()
    await ended
  })
  return child.pid ?? 0
}
