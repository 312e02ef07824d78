import { createHmac, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { WebSocket as WsClient } from 'ws'
import { openStorage, type Storage } from '#core/database/open.ts'
import { readEnv } from '#core/env.ts'
import { listen } from '#core/http/server.ts'
import { createLog } from '#core/log.ts'
import { findPaths } from '#core/paths.ts'
import { stopListening } from '#core/run/stop-listening.ts'
import { openSecrets } from '#core/secrets.ts'
import { createApp } from '../../services/ws-gateway/main.ts'
import manifest from '../../services/ws-gateway/service.ts'
import { openTestDatabase, type TestDatabase } from './postgres.ts'
import { until } from './until.ts'

const root = join(import.meta.dirname, '../..')
export const gatewaySecret = 'the-secret-of-a-gateway-in-a-test'

export type Message = Readonly<Record<string, unknown>> & { readonly type: string }

/** A client that collects what it is told; `via` says whose implementation of the protocol it is. */
export interface TestClient extends AsyncDisposable {
  readonly messages: readonly Message[]
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  send(message: unknown): void
  /** The first message of this kind, from the `after`th message on. */
  next(type: string, after?: number): Promise<Message>
  /** Notifications in the order in which they came. */
  readonly notifications: readonly Message[]
}

/** The gateway on a real database and a loopback port. */
export interface TestGateway extends AsyncDisposable {
  readonly url: string
  readonly storage: Storage
  /** A connection that has said nothing yet. */
  connect(options?: {
    readonly via?: 'ws' | 'node'
    readonly path?: string
    readonly origin?: string
  }): Promise<TestClient>
  /** A client that was let in, with what it was told. */
  join(username: string, more?: object): Promise<TestClient & { readonly welcome: Message }>
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  stop(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

/** A token as the portal makes it; `claims` replace what is usual, also by what no library would sign. */
export function tokenOf(username: string, claims: object = {}, secret = gatewaySecret): string {
  const exp = Math.floor(Date.now() / 1000) + 600
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const payload = part({ sub: username, exp, iss: 'data-analyst', ...claims })
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${payload}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

const migrations = [
  { owner: manifest.id, dir: join(root, 'services/ws-gateway/migrations') },
] as const

/** A database for gateways; several can share one. */
export const openGatewayDatabase = (): Promise<TestDatabase> => openTestDatabase(migrations)

export async function openTestGateway(
  options: {
    readonly env?: Readonly<Record<string, string>>
    readonly database?: TestDatabase
  } = {},
): Promise<TestGateway> {
  await using opened = new AsyncDisposableStack()
  let { database } = options
  if (!database) {
    const own = await openGatewayDatabase()
    opened.defer(() => own.close())
    database = own
  }
  const log = createLog(process.env['TEST_LOG'] ?? 'silent')
  const storage = await openStorage(database.target, { applicationName: 'gateway', log })
  opened.defer(() => storage.close())
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const rawEnv = {
    DESKTOP_JWT_SECRET: gatewaySecret,
    DISPATCH_TOKEN: 'dispatch-token-of-a-test',
    ...options.env,
  }
  const app = await createApp({
    ...storage,
    manifest,
    env: readEnv(manifest.env, rawEnv),
    rawEnv,
    instance: {} as never,
    paths: findPaths(root, { DATA_DIR: folder, CONFIG_DIR: folder }),
    publicUrl: new URL('http://localhost:8080'),
    secrets: openSecrets({ dir: join(folder, 'secrets'), rawEnv }),
    log,
    metrics: new Registry(),
    services: [],
  })
  opened.defer(() => app.close())
  const upgrade = app.upgrade
  if (!upgrade) throw new Error('the gateway takes no upgrades')
  const server = await listen(app.handler, { host: '127.0.0.1', port: 0, upgrade })
  opened.defer(() => stopListening(server, app))
  const kept = opened.move()
  const stop = () => kept.disposeAsync()

  async function connect({
    via = 'ws',
    path = '/',
    origin,
  }: { via?: 'ws' | 'node'; path?: string; origin?: string } = {}): Promise<TestClient> {
    const url = `ws://127.0.0.1:${server.port}${path}`
    const client =
      via === 'node' ? new WebSocket(url) : new WsClient(url, { ...(origin && { origin }) })
    return openClient(client as WebSocket)
  }

  return {
    url: server.url,
    storage,
    connect,
    async join(username, more = {}) {
      const client = await connect()
      client.send({ type: 'auth', token: tokenOf(username), ...more })
      return Object.assign(client, { welcome: await client.next('auth_ok') })
    },
    post: (path, body, headers = { authorization: 'Bearer dispatch-token-of-a-test' }) =>
      postJson({ port: server.port, path, headers }, body),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** Posts JSON, or a text as it is, to a port or a socket file. */
export function postJson(
  where: { port?: number; socketPath?: string; path: string; headers?: object },
  body: unknown,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const { headers, ...target } = where
  const asked = request(
    { ...target, host: '127.0.0.1', method: 'POST', headers: { ...headers }, agent: false },
    (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        const json = text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : { text }
        resolve({ status: response.statusCode ?? 0, body: json })
      })
    },
  )
  asked.on('error', reject)
  asked.end(typeof body === 'string' ? body : JSON.stringify(body))
  return promise
}

/** Opens a client over the browser's interface, which both implementations have. */
export async function openClient(socket: WebSocket): Promise<TestClient> {
  const messages: Message[] = []
  const closed = Promise.withResolvers<{ code: number; reason: string }>()
  const opened = Promise.withResolvers<void>()
  socket.addEventListener('open', () => opened.resolve())
  socket.addEventListener('error', () => opened.reject(new Error('the connection was refused')))
  socket.addEventListener('close', ({ code, reason }) => closed.resolve({ code, reason }))
  socket.addEventListener('message', ({ data }) => {
    messages.push(JSON.parse(String(data)) as Message)
  })
  await opened.promise
  return {
    messages,
    closed: closed.promise,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    get notifications() {
      return messages.filter(({ type }) => type === 'notification')
    },
    next: (type, after = 0) =>
      until(
        () => messages.slice(after).find((one) => one.type === type),
        () => `no ${type} came, but: ${JSON.stringify(messages.slice(-5))}`,
      ),
    async [Symbol.asyncDispose]() {
      socket.close()
      await closed.promise
    },
  }
}

/** A username that no other test has. */
export function someone(): string {
  return `u-${randomUUID().slice(0, 8)}`
}
