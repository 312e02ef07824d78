import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openTestDatabase } from '../../tests/peers/postgres.ts'
import { until } from '../../tests/peers/until.ts'

const checkout = join(import.meta.dirname, '../..')

const main = `import { createHttpApp } from '#core/http/app.ts'
import { serveService } from '#core/run/serve-service.ts'
export async function runOnce({ db }) {
  await db.pool.query('insert into echo.start default values')
  return ['worked', ...process.execArgv].join(' ')
}
export async function createApp({ log, metrics, db, services, secrets }) {
  await db.pool.query('insert into echo.start default values')
  secrets.text('portal-identity')
  const app = createHttpApp({ service: 'echo', log, metrics, health: async () => ({ status: 'ok' }) })
  app.use((ctx) => { ctx.body = services.map(({ address }) => address) })
  return { handler: app.callback(), close: async () => {} }
}
if (import.meta.main) await serveService(import.meta.dirname, { createApp, runOnce })
`
const manifest = (extra: object) =>
  JSON.stringify({
    id: 'echo',
    title: 'Echo',
    description: 'x',
    kind: 'daemon',
    port: 8080,
    secrets: { 'portal-identity': 'text' },
    ...extra,
  })

/** What an image holds: core, one service, and what it knows of the others. */
async function image(t: TestContext, extra: object = {}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'image-'))
  t.after(() => rm(root, { recursive: true }))
  await cp(join(checkout, 'core'), join(root, 'core'), { recursive: true })
  await cp(join(checkout, 'package.json'), join(root, 'package.json'))
  await symlink(join(checkout, 'node_modules'), join(root, 'node_modules'))
  await mkdir(join(root, 'services/echo/migrations'), { recursive: true })
  await mkdir(join(root, 'config'))
  await writeFile(join(root, 'services/echo/service.ts'), `export default ${manifest(extra)}\n`)
  await writeFile(join(root, 'services/echo/main.ts'), main)
  await writeFile(
    join(root, 'services/echo/migrations/001-start.sql'),
    'create table echo.start (at timestamptz default now());',
  )
  await writeFile(
    join(root, 'manifests.json'),
    JSON.stringify([
      {
        id: 'other',
        title: 'O',
        description: 'x',
        kind: 'daemon',
        port: 9000,
        enabledWhen: ['O_KEY'],
      },
      { id: 'edge', title: 'E', description: 'x', kind: 'daemon', port: 80, container: {} },
    ]),
  )
  await writeFile(
    join(root, 'config/instance.yaml'),
    "instance: { name: X }\nsources: { shop: { connector: keboola, token: '${NOT_FOR_ME}' } }\n",
  )
  return root
}

function start(
  t: TestContext,
  root: string,
  env: Record<string, string>,
  args: readonly string[] = [],
): ChildProcess & { said(): string } {
  const child = spawn(process.execPath, ['services/echo/main.ts', ...args], {
    cwd: root,
    env: { HOST: '127.0.0.1', DATA_DIR: join(root, 'data'), ...env },
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  t.after(() => child.kill('SIGKILL'))
  return Object.assign(child, { said: () => said })
}

async function addressOf(
  child: { said(): string },
  pattern = /"at":"(http[^"]+)"/,
): Promise<string> {
  const found = await until(
    () => pattern.exec(child.said()),
    () => child.said(),
  )
  return found[1] ?? found[0]
}

test('a service alone: migrations, others by their name, secrets of other images not missed, a clean end', async (t) => {
  const { url, close } = await openTestDatabase()
  t.after(close)
  const root = await image(t)
  const child = start(t, root, {
    PORT: '0',
    DATABASE_URL: url,
    GIVEN_VARIABLES: ' O_KEY',
  })
  const address = await addressOf(child)
  assert.equal((await fetch(`${address}/ready`)).status, 200)
  assert.deepEqual(await (await fetch(`${address}/x`)).json(), [
    'http://echo:8080,http://echo-next:8080',
    'http://other:9000,http://other-next:9000',
  ])
  child.kill('SIGTERM')
  assert.deepEqual(await once(child, 'exit'), [0, null])
})

test('a service waits for its database and can be told to stop meanwhile', async (t) => {
  const root = await image(t)
  const child = start(t, root, { PORT: '0', DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' })
  await addressOf(child, /waiting for the database/)
  child.kill('SIGTERM')
  assert.deepEqual(await once(child, 'exit'), [0, null])
})

test('a service whose variable is not given starts nothing and says so', async (t) => {
  const root = await image(t, { enabledWhen: ['ECHO_TOKEN'] })
  // No database is there at all, and none is missed.
  const child = start(t, root, { PORT: '0', DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' })
  assert.match(await addressOf(child, /"reason":"([^"]+)"/), /ECHO_TOKEN not set/)
  child.kill('SIGTERM')
  assert.deepEqual(await once(child, 'exit'), [0, null])
})

test('without a database to go to it ends with what is missing', async (t) => {
  const child = start(t, await image(t), { PORT: '0' })
  assert.deepEqual(await once(child, 'exit'), [1, null])
  assert.match(child.said(), /DATABASE_URL is missing/)
})

test('a secret that cannot be made is named with the remedy', async (t) => {
  const { url, close } = await openTestDatabase()
  t.after(close)
  const root = await image(t)
  const env = { PORT: '0', DATABASE_URL: url, SECRETS_DIR: '/sys/nothing' }
  const child = start(t, root, env)
  assert.deepEqual(await once(child, 'exit'), [1, null])
  assert.match(child.said(), /the secret portal-identity cannot be read or made in \/sys\/nothing/)
})

test('a job that a timer starts does its work once and ends, and its pages run none', async (t) => {
  const { url, close } = await openTestDatabase()
  t.after(close)
  const root = await image(t, { kind: 'job' })
  const env = { PORT: '0', DATABASE_URL: url }
  const run = start(t, root, env, ['--scheduled'])
  assert.deepEqual(await once(run, 'exit'), [0, null], run.said())
  assert.match(run.said(), /"work":"worked"/)
  // Who would run the jobs by itself misses the schedule.
  const alone = start(t, root, env)
  assert.deepEqual(await once(alone, 'exit'), [1, null])
  const pages = start(t, root, { ...env, JOBS_BY_TIMER: 'yes' })
  assert.equal((await fetch(`${await addressOf(pages)}/ready`)).status, 200)
})

test('--scheduled is refused where nothing is to be done once', async (t) => {
  const env = { PORT: '0', DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' }
  const child = start(t, await image(t), env, ['--scheduled'])
  assert.deepEqual(await once(child, 'exit'), [1, null])
  assert.match(child.said(), /is not a job/)
})

// Only the one that keeps running had them: a timer's run had the memory of the machine.
test('a job has the flags of its manifest also where a timer starts it', async (t) => {
  const { url, close } = await openTestDatabase()
  t.after(close)
  const root = await image(t, { kind: 'job', nodeFlags: ['--max-old-space-size=123'] })
  const run = start(t, root, { PORT: '0', DATABASE_URL: url }, ['--scheduled'])
  assert.deepEqual(await once(run, 'exit'), [0, null], run.said())
  assert.match(run.said(), /"work":"worked [^"]*--max-old-space-size=123"/)
})
