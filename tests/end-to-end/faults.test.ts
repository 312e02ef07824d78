import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { connectDatabase } from '#core/database/connect.ts'
import { startEmbeddedPostgres } from '#core/database/embedded/embedded-postgres.ts'
import { createLog } from '#core/log.ts'
import { freePort } from '../peers/free-port.ts'
import { gatewaySecret, openClient, postJson, tokenOf } from '../peers/gateway.ts'
import { openFakeSandbox, says } from '../peers/script-sandbox.ts'
import { supervise } from '../peers/supervised.ts'
import { openFakeTelegram } from '../peers/telegram-api.ts'
import { until } from '../peers/until.ts'

const root = join(import.meta.dirname, '../..')
/** KILLS=50 is what was shown to pass; fewer keep the suite short. */
const KILLS = Number(process.env['KILLS'] ?? 20)
const NOTIFICATIONS = 1000
const PEOPLE = 10
const log = createLog('silent')

test('kill -9 of runner, bot, gateway and database at random: the inbox has each once, every channel each in order', async () => {
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'faults-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  await chmod(folder, 0o711)
  const runtimeDir = join(folder, 'run')

  const startDatabase = () =>
    startEmbeddedPostgres({ dataDir: folder, runtimeDir, password: 'p', log })
  let postgres = await startDatabase()
  opened.defer(() => postgres.stop())
  const { host } = postgres.target
  const telegram = opened.use(await openFakeTelegram())
  // The sandbox itself is not what is tested: it answers with a new number every time.
  let told = 0
  const sandbox = opened.use(
    await openFakeSandbox(() => says({ title: `script ${(told += 1)}`, message: 'x' })),
  )
  const homes = join(folder, 'homes')
  const people = Array.from({ length: PEOPLE }, (_, i) => `person${i}`)
  for (const username of people) {
    const scripts = join(homes, username, 'user/notifications')
    await mkdir(scripts, { recursive: true })
    await writeFile(join(scripts, 'report.py'), '# schedule: manual\n')
  }

  const socketPath = join(folder, 'send.sock')
  const [gatewayPort, runnerPort, botPort] = [await freePort(), await freePort(), await freePort()]
  const env = {
    DATABASE_URL: `postgres://postgres:p@/postgres?host=${encodeURIComponent(host)}`,
    DATA_DIR: folder,
    HOMES_DIR: homes,
    SERVICE_ADDRESSES: `script-sandbox=${sandbox.address}`,
    DESKTOP_JWT_SECRET: gatewaySecret,
    RUNNER_TOKEN: 'token-of-the-runner-in-this-test',
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url.href,
    WS_DISPATCH_SOCKET: socketPath,
    LOG_LEVEL: 'error',
  }
  const start = (id: string, port: number) =>
    opened.use(supervise([join(root, `services/${id}/main.ts`)], { ...env, PORT: String(port) }))
  const gateway = start('ws-gateway', gatewayPort)
  const runner = start('notify-runner', runnerPort)
  const bot = start('telegram-bot', botPort)
  const killDatabase = async () => {
    process.kill(postgres.pid, 'SIGKILL')
    postgres = await startDatabase()
  }

  const listening = (port: number) => async () =>
    (await fetch(`http://127.0.0.1:${port}/health`)).status === 200
  for (const port of [gatewayPort, runnerPort, botPort]) await persist(listening(port))
  const db = await connectDatabase({ target: postgres.target, log, applicationName: 'test' })
  opened.defer(() => db.close())
  for (const [i, username] of people.entries()) {
    await db.pool.query('insert into core.person (email, username, name) values ($1, $2, $2)', [
      `${username}@example.com`,
      username,
    ])
    await db.pool.query(
      `insert into telegram_bot.link (username, chat_id, telegram_name) values ($1, $2, 'x')`,
      [username, 100 + i],
    )
  }

  /** The desktop of each person: comes back with its cursor whenever the connection breaks. */
  const desktops = people.map((username) => desktop(gatewayPort, username))
  opened.defer(() => Promise.all(desktops.map((one) => one.close())).then(() => undefined))
  // Who comes without a cursor is sent what is new from then on: nothing may be told before all are there.
  await Promise.all(desktops.map(({ there }) => until(there)))

  const answered: string[] = []
  const ofRunner: string[] = []
  let next = 0
  async function produce(): Promise<void> {
    while (next < NOTIFICATIONS) {
      const nth = next
      next += 1
      const user = people[(nth + Math.floor(nth / PEOPLE)) % PEOPLE] ?? ''
      const title = `sent ${nth}`
      if (nth % 5 === 0) ofRunner.push(await runReport(user))
      else {
        await persist(async () => {
          const body = { user, notification: { title }, id: title }
          return (await postJson({ socketPath, path: '/dispatch' }, body)).status === 200
        })
        answered.push(title)
      }
      // They are spread over the time of the kills.
      await sleep(Math.random() * 2 * ((KILLS * 900) / (NOTIFICATIONS / PEOPLE)))
    }
  }

  async function runReport(user: string): Promise<string> {
    let title = ''
    await persist(async () => {
      const headers = {
        authorization: `Bearer ${env.RUNNER_TOKEN}`,
        'content-type': 'application/json',
      }
      const where = { port: runnerPort, path: '/internal/scripts/run', headers }
      const { status, body } = await postJson(where, { user, name: 'report.py' })
      title = String(body['title'])
      return status === 200 && body['status'] === 'notified'
    })
    return title
  }

  let kills = 0
  const killing = (async () => {
    const victims = [
      () => gateway.kill(),
      () => runner.kill(),
      () => bot.kill(),
      () => killDatabase(),
    ]
    while (kills < KILLS) {
      await sleep(200 + Math.random() * 1000)
      const chosen = victims.filter(() => Math.random() < 0.4)
      if (chosen.length === 0) continue
      await Promise.all(chosen.map((kill) => kill()))
      kills += 1
    }
  })()
  await Promise.all([...Array.from({ length: PEOPLE }, produce), killing])
  assert.equal(kills, KILLS)
  assert.ok(gateway.starts > 1 && runner.starts > 1 && bot.starts > 1)

  const { rows } = await db.pool.query<{ username: string; title: string }>(
    `select username, body->>'title' as title from core.notification order by seq`,
  )
  const stored = rows.map(({ title }) => title)
  assert.equal(new Set(stored).size, stored.length, 'each is stored once')
  for (const title of [...answered, ...ofRunner]) assert.ok(stored.includes(title), title)
  for (const [i, username] of people.entries()) {
    const own = rows.filter((row) => row.username === username).map(({ title }) => title)
    const seen = desktops[i]
    await until(
      () => seen?.titles.length === own.length,
      () => `${username} lacks ${own.filter((title) => !seen?.titles.includes(title)).join(', ')}`,
    )
    assert.deepEqual(seen?.titles, own, 'the desktop has each once and in order')
    const texts = () => telegram.textsOf(100 + i)
    const arrived = () => own.filter((title) => texts().some((text) => text.includes(title)))
    await until(
      () => arrived().length === own.length,
      () => `Telegram has ${arrived().length} of ${own.length}: ${bot.lastWords}`,
    )
    const firsts = own.map((title) => texts().findIndex((text) => matches(text, title)))
    assert.deepEqual(
      firsts,
      firsts.toSorted((a, b) => a - b),
      'Telegram has them in order',
    )
  }
})

const matches = (text: string, title: string) => new RegExp(`${title}(?!\\d)`).test(text)

/** A client as it should be: it keeps its cursor, and comes back until it is closed. */
function desktop(port: number, username: string) {
  const titles: string[] = []
  let cursor: object | null = null
  let epoch: unknown
  let closed = false
  const running = (async () => {
    while (!closed) {
      try {
        const client = await openClient(new WebSocket(`ws://127.0.0.1:${port}/`) as never)
        client.send({ type: 'auth', token: tokenOf(username), cursor })
        let read = 0
        const over = client.closed.then(() => true)
        while (!(await Promise.race([over, sleep(20)])) && !closed) {
          for (; read < client.messages.length; read += 1) {
            const message = client.messages[read]
            if (message?.type === 'ping') client.send({ type: 'pong' })
            if (message?.type === 'auth_ok') {
              epoch = message['epoch']
              cursor ??= { epoch, seq: message['head'] }
            }
            if (message?.type === 'notification') {
              titles.push(String(message['title']))
              cursor = { epoch, seq: message['seq'] }
            }
          }
        }
        if (closed) await client[Symbol.asyncDispose]()
      } catch {
        // It is down at this moment: that is what the test is about.
        await sleep(200)
      }
    }
  })()
  return {
    titles,
    there: () => cursor !== null,
    async close() {
      closed = true
      await running
    },
  }
}

/** Tries until it works, as a sender does that must not lose anything. */
async function persist(work: () => Promise<boolean>): Promise<void> {
  await until(() => work().catch(() => false), String(work))
}
