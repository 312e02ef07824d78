import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { freePort } from '../../tests/peers/free-port.ts'
import { gatewaySecret, openClient, postJson, tokenOf } from '../../tests/peers/gateway.ts'
import { openTestDatabase } from '../../tests/peers/postgres.ts'
import { until } from '../../tests/peers/until.ts'

/** The program with nothing but the variables of the original, and a folder for what it keeps. */
async function startAlone(opened: AsyncDisposableStack, env: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'alone-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const socketPath = join(folder, 'ws.sock')
  const child = spawn(process.execPath, ['services/ws-gateway/main.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: {
      PATH: process.env['PATH'],
      DESKTOP_JWT_SECRET: gatewaySecret,
      WS_DISPATCH_SOCKET: socketPath,
      DATA_DIR: join(folder, 'var'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  opened.defer(async () => {
    child.kill()
    await ended
  })
  const said: string[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(String(chunk)))
  return { child, socketPath, ended, said: () => said.join('') }
}

test('alone it takes the variables of the original, and brings what is dispatched at its socket file', async () => {
  await using opened = new AsyncDisposableStack()
  const database = await openTestDatabase()
  opened.defer(() => database.close())
  const port = await freePort()
  const alone = await startAlone(opened, {
    DATABASE_URL: database.url,
    WS_GATEWAY_PORT: String(port),
    WS_GATEWAY_HOST: '127.0.0.1',
    HEARTBEAT_INTERVAL_SECONDS: '1',
    MAX_CONNECTIONS_PER_USER: '1',
  })
  await until(() => alone.said().includes('"serving"'), alone.said)
  await using client = await openClient(new WebSocket(`ws://127.0.0.1:${port}/`))
  client.send({ type: 'auth', token: tokenOf('ann') })
  await client.next('auth_ok')
  await using second = await openClient(new WebSocket(`ws://127.0.0.1:${port}/ws/notifications`))
  second.send({ type: 'auth', token: tokenOf('bob') })
  await second.next('auth_ok')
  const { socketPath } = alone
  const sent = await postJson(
    { socketPath, path: '/dispatch' },
    { user: 'ann', notification: { title: 'Done' } },
  )
  assert.equal(sent.body['sent'], 1)
  assert.equal((await client.next('notification'))['title'], 'Done')
  await client.next('ping')
  alone.child.kill('SIGTERM')
  assert.equal((await client.closed).code, 1012)
  assert.deepEqual(await alone.ended, [0, null])
})

test('bare parsing of variables (of the original): a bad one is named as it was set, with what it must be', async () => {
  for (const [env, expected] of [
    [{ WS_GATEWAY_PORT: 'abc' }, /"WS_GATEWAY_PORT must be a whole number/],
    [{ WS_GATEWAY_PORT: '70000' }, /"WS_GATEWAY_PORT must be a port/],
  ] as const) {
    await using opened = new AsyncDisposableStack()
    const alone = await startAlone(opened, env)
    const said = await text(alone.child.stdout)
    assert.match(said, expected)
    assert.equal(said.includes('    at '), false, 'no traceback')
    assert.deepEqual(await alone.ended, [1, null])
  }
})
