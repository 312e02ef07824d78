import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { Registry } from 'prom-client'
import type { Database } from '#core/database/connect.ts'
import { readEnv } from '#core/env.ts'
import { PORTAL_IDENTITY_HEADER, signPortalIdentity } from '#core/http/portal-identity.ts'
import { listen } from '#core/http/server.ts'
import { createPerson } from '#core/identity/people.ts'
import { createLog } from '#core/log.ts'
import { findPaths } from '#core/paths.ts'
import { openSecrets, type Secrets } from '#core/secrets.ts'
import type { ServiceAddress } from '#core/service.ts'
import { createApp } from '../../services/telegram-bot/main.ts'
import manifest from '../../services/telegram-bot/service.ts'
import { exampleInstance } from './example-instance.ts'
import { openTestDatabase } from './postgres.ts'
import { openFakeTelegram, type FakeTelegram } from './telegram-api.ts'
import { until } from './until.ts'

const root = join(import.meta.dirname, '../..')

/** The whole service on a real database and a loopback port, before a Telegram of ours. */
export interface TestBot extends AsyncDisposable {
  readonly telegram: FakeTelegram
  readonly db: Database
  readonly url: string
  readonly secrets: Secrets
  /** Everything that it logged. */
  readonly lines: readonly string[]
  /** A person whose chat is linked. */
  linked(name: string, chatId: number): Promise<string>
  /** The portal asks for one person. */
  portal(username: string, path: string, form?: Readonly<Record<string, string>>): Promise<Response>
  /** Ends the service as a stop of the server does, and starts it anew. */
  restart(): Promise<void>
}

export interface TestBotOptions {
  readonly services?: readonly ServiceAddress[]
  readonly env?: Readonly<Record<string, string>>
  readonly publicUrl?: string
  readonly token?: string
}

export async function openTestBot(options: TestBotOptions = {}): Promise<TestBot> {
  await using opened = new AsyncDisposableStack()
  const telegram = opened.use(await openFakeTelegram())
  const migrations = join(root, 'services/telegram-bot/migrations')
  const storage = await openTestDatabase([{ owner: manifest.id, dir: migrations }])
  opened.defer(() => storage.close())
  const folder = await mkdtemp(join(tmpdir(), 'bot-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const rawEnv = {
    TELEGRAM_BOT_TOKEN: options.token ?? telegram.token,
    TELEGRAM_API_ROOT: telegram.url.href,
    ...options.env,
  }
  const secrets = openSecrets({ dir: join(folder, 'secrets'), rawEnv })
  const lines: string[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  const deps = {
    ...storage,
    manifest,
    env: readEnv(manifest.env, rawEnv),
    rawEnv,
    instance: exampleInstance(),
    paths: findPaths(root, { DATA_DIR: folder, CONFIG_DIR: folder }),
    publicUrl: new URL(options.publicUrl ?? 'https://data.example.com'),
    secrets,
    log: createLog('debug', sink),
    services: options.services ?? [],
  }
  const start = async () => {
    const app = await createApp({ ...deps, metrics: new Registry() })
    await app.start?.()
    return app
  }
  let app = await start()
  opened.defer(() => app.close())
  const server = await listen((request, response) => app.handler(request, response), {
    host: '127.0.0.1',
    port: 0,
    drainMs: 200,
  })
  opened.defer(() => server.close())
  await until(async () => {
    const { rows } = await storage.db.pool.query('select from core.channel')
    return rows.length === 1
  })
  const kept = opened.move()
  return {
    telegram,
    db: storage.db,
    url: server.url,
    secrets,
    lines,
    async linked(name, chatId) {
      const { username } = await createPerson(storage.db, { email: `${name}@example.com` })
      await storage.db.pool.query(
        `insert into telegram_bot.link (username, chat_id, telegram_name) values ($1, $2, 'Ann')`,
        [username, chatId],
      )
      return username
    },
    portal(username, path, form) {
      const person = { ...identity, username, email: `${username}@example.com` }
      const token = signPortalIdentity(secrets.text('portal-identity'), manifest.id, person)
      return fetch(server.url + path, {
        redirect: 'manual',
        headers: { [PORTAL_IDENTITY_HEADER]: token },
        ...(form && { method: 'POST', body: new URLSearchParams({ csrf: 'csrf', ...form }) }),
      })
    },
    async restart() {
      await app.close()
      app = await start()
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

const identity = {
  personId: '1',
  name: 'Ann',
  groups: [],
  admin: false,
  tables: [],
  csrf: 'csrf',
}
