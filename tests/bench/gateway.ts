import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { gatewaySecret, openGatewayDatabase, tokenOf } from '../peers/gateway.ts'
import type { BenchRow } from './conversion.ts'

const USERS = 500
const DISPATCHERS = 64
const SECONDS = 3
const ROUNDS = 3
const IDLE = 3000

interface Server {
  readonly port: number
  readonly dispatchPort: number
  readonly pid: number
  readonly headers: Readonly<Record<string, string>>
}

/** The durable gateway beside a floor that stores nothing, in turns within one run. */
export async function benchGateway(): Promise<readonly BenchRow[]> {
  await using opened = new AsyncDisposableStack()
  const database = await openGatewayDatabase()
  opened.defer(() => database.close())
  const { host, user, password, database: name } = database.target
  const ports = [await freePort(), await freePort(), await freePort()] as const
  const env = {
    DATABASE_URL: `postgres://${user}:${password}@/${name}?host=${encodeURIComponent(host)}`,
    DESKTOP_JWT_SECRET: gatewaySecret,
    DISPATCH_TOKEN: 'token-of-the-benchmark',
    WS_GATEWAY_PORT: String(ports[0]),
    LOG_LEVEL: 'error',
    DATA_DIR: '/tmp/bench-gateway',
  }
  const headers = { authorization: `Bearer ${env.DISPATCH_TOKEN}` }
  const ours = start(['services/ws-gateway/main.ts'], env, opened)
  const floor = start(
    ['--max-semi-space-size=4', 'tests/bench/floor-gateway.ts', String(ports[1]), String(ports[2])],
    {},
    opened,
  )
  const servers = {
    ours: { port: ports[0], dispatchPort: ports[0], pid: ours, headers },
    floor: { port: ports[1], dispatchPort: ports[2], pid: floor, headers: {} },
  }
  for (const server of Object.values(servers)) await clients(server, USERS, 'user', opened)
  const rates = { ours: [] as number[], floor: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of ['ours', 'floor'] as const)
      rates[name].push(await dispatchRate(servers[name]))
  }
  const before = residentKb(ours)
  await clients(servers.ours, IDLE, 'idle', opened)
  await sleep(2000)
  const perConnection = Math.max(0, residentKb(ours) - before) / IDLE
  const [mine, theirs] = [median(rates.ours), median(rates.floor)]
  return [
    {
      name: 'Durable dispatches a second at 64 dispatchers, beside a floor that stores nothing (twice ours at most)',
      ours: mine,
      peer: theirs,
      ratio: theirs / mine,
      unit: '/s',
      limit: 2,
    },
    {
      name: 'Memory of an idle connection',
      ours: perConnection,
      peer: 5,
      ratio: perConnection / 5,
      unit: 'KB',
      limit: 1,
    },
  ]
}

function start(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  opened: AsyncDisposableStack,
): number {
  const child = spawn(process.execPath, args, {
    cwd: join(import.meta.dirname, '../..'),
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: 'ignore',
  })
  opened.defer(() => void child.kill())
  return child.pid ?? 0
}

async function clients(
  { port }: Server,
  count: number,
  prefix: string,
  opened: AsyncDisposableStack,
): Promise<void> {
  const connect = (username: string) =>
    new Promise<void>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: false })
      opened.defer(() => socket.terminate())
      socket.once('open', () =>
        socket.send(JSON.stringify({ type: 'auth', token: tokenOf(username) })),
      )
      socket.once('message', () => resolve())
      socket.once('error', reject)
    })
  await retry(() => connect(`${prefix}0`))
  for (let at = 1; at < count; at += 50) {
    await Promise.all(
      Array.from({ length: Math.min(50, count - at) }, (_, nth) => connect(`${prefix}${at + nth}`)),
    )
  }
}

async function retry(work: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (tries > 60) throw error
      await sleep(500)
    }
  }
}

async function dispatchRate({ dispatchPort, headers }: Server): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: DISPATCHERS })
  const end = performance.now() + SECONDS * 1000
  let done = 0
  const post = (n: number) =>
    new Promise<void>((resolve, reject) => {
      const body = JSON.stringify({
        user: `user${n % USERS}`,
        notification: { title: 'Sync finished', message: 'Table orders was refreshed. '.repeat(8) },
      })
      const where = {
        host: '127.0.0.1',
        port: dispatchPort,
        path: '/dispatch',
        method: 'POST',
        agent,
        headers,
      }
      const asked = request(where, (answer) => answer.resume().on('end', resolve))
      asked.on('error', reject)
      asked.end(body)
    })
  await Promise.all(
    Array.from({ length: DISPATCHERS }, async (_, dispatcher) => {
      for (let n = dispatcher; performance.now() < end; n += DISPATCHERS) {
        await post(n)
        done += 1
      }
    }),
  )
  agent.destroy()
  return done / SECONDS
}

function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
