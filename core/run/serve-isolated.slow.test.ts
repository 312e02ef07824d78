import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { until } from '../../tests/peers/until.ts'
import { askService } from '../http/request-service.ts'

const checkout = join(import.meta.dirname, '../..')
const main = `import { createHttpApp } from '#core/http/app.ts'
import { serveIsolated } from '#core/run/serve-isolated.ts'
export async function createApp({ log, metrics, ...given }) {
  const app = createHttpApp({ service: 'box', log, metrics, health: async () => ({ status: 'ok' }) })
  app.use((ctx) => { ctx.body = Object.keys(given).sort() })
  return { handler: app.callback(), close: async () => log.info('closed') }
}
if (import.meta.main) await serveIsolated(import.meta.dirname, { createApp })
`
const manifest = `export default { id: 'box', title: 'Box', description: 'x', kind: 'daemon', isolated: true, port: 8080 }`

/** What an image of it holds: core, and its own folder. */
async function image(t: TestContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'isolated-'))
  t.after(() => rm(root, { recursive: true }))
  await cp(join(checkout, 'core'), join(root, 'core'), { recursive: true })
  await cp(join(checkout, 'package.json'), join(root, 'package.json'))
  await symlink(join(checkout, 'node_modules'), join(root, 'node_modules'))
  await mkdir(join(root, 'services/box'), { recursive: true })
  await writeFile(join(root, 'services/box/service.ts'), manifest)
  await writeFile(join(root, 'services/box/main.ts'), main)
  return root
}

function start(t: TestContext, root: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['services/box/main.ts'], { cwd: root, env })
  t.after(() => child.kill('SIGKILL'))
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (said += String(chunk)))
  const ended = once(child, 'close') as Promise<[number | null, string | null]>
  return { child, ended, said: () => said }
}
const ask = (address: string, path: string) =>
  askService(
    address,
    { method: 'GET', path, headers: {}, signal: AbortSignal.timeout(60_000) },
    9e4,
  )

test('it answers on its socket alone, has nothing that leads outside, and leaves no socket', async (t) => {
  const root = await image(t)
  const socket = join(root, 'box.sock')
  // Whoever tried to listen there would not start.
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.after(() => taken.close())
  const box = start(t, root, {
    SERVICE_ADDRESSES: `other=http://x:1 box=unix:${socket}`,
    PORT: String((taken.address() as AddressInfo).port),
  })
  await until(() => box.said().includes('"serving"'), box.said)
  const { status, text } = await ask(`unix:${socket}`, '/given')
  assert.equal(status, 200)
  assert.deepEqual(JSON.parse(text), ['env', 'manifest', 'paths', 'rawEnv'])
  assert.equal((await stat(socket)).mode & 0o777, 0o660)
  // Nothing was made on the way: no folder of state, no secret.
  assert.equal(existsSync(join(root, 'var')), false)
  box.child.kill('SIGTERM')
  assert.deepEqual(await box.ended, [0, null], box.said())
  assert.match(box.said(), /"closed"/)
  assert.equal(existsSync(socket), false)
})

test('an address with a network is refused: then it would not be alone', async (t) => {
  const root = await image(t)
  const box = start(t, root, { SERVICE_ADDRESSES: 'box=http://127.0.0.1:8080' })
  assert.deepEqual(await box.ended, [1, null])
  assert.match(box.said(), /gives http:\/\/127\.0\.0\.1:8080 for box, which has no network/)
})

test('a socket on which another one answers is left to that one', async (t) => {
  const root = await image(t)
  const env = { SERVICE_ADDRESSES: `box=unix:${join(root, 'box.sock')}` }
  const first = start(t, root, env)
  await until(() => first.said().includes('"serving"'), first.said)
  const second = start(t, root, env)
  assert.deepEqual(await second.ended, [1, null])
  assert.match(second.said(), /another process listens on/)
  assert.equal((await ask(`unix:${join(root, 'box.sock')}`, '/ready')).status, 200)
})
