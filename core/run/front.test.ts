import assert from 'node:assert/strict'
import { createServer, get } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import type { Service, ServiceApp } from '../service.ts'
import { createFront, serviceOf } from './front.ts'
import { createGate } from './gate.ts'

const manifest = (id: string, more: Partial<Service> = {}): Service => ({
  id,
  title: id,
  description: id,
  kind: 'daemon',
  ...more,
})

const services = [
  { manifest: manifest('portal', { role: 'portal' }) },
  { manifest: manifest('files', { routes: [{ path: '/sync/v1', auth: 'token' }] }) },
  {
    manifest: manifest('chat', {
      routes: [
        { path: '/sync/v1/chat', auth: 'none', websocket: true },
        { path: '/memory', auth: 'session' },
      ],
    }),
  },
]

const table: readonly (readonly [path: string, service: string])[] = [
  ['/', 'portal'],
  ['/login', 'portal'],
  ['/sync/v1', 'files'],
  ['/sync/v1/root', 'files'],
  ['/sync/v10/root', 'portal'],
  ['/sync/v1/chat/room', 'chat'],
  ['/memory', 'portal'],
  ['/sync/v1/../account', 'files'],
]

for (const [path, id] of table) {
  test(`${path} is answered by the ${id}`, () => {
    assert.equal(serviceOf(services, path)?.manifest.id, id)
  })
}

async function serve(t: TestContext, front: ReturnType<typeof createGate>): Promise<number> {
  const server = createServer(front.handler).on('upgrade', front.upgrade)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => new Promise((resolve) => server.close(resolve)))
  return (server.address() as AddressInfo).port
}

function fetchText(port: number, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    get({ port, path, host: '127.0.0.1', agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += String(chunk)))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    }).on('error', reject)
  })
}

const app = (name: string): ServiceApp => ({
  handler: (_request, response) => void response.end(name),
  close: () => Promise.resolve(),
})

test('a gate says that the stack is starting until it is opened', async (t) => {
  const gate = createGate()
  const port = await serve(t, gate)
  const before = await fetchText(port, '/health')
  assert.equal(before.status, 503)
  assert.deepEqual(JSON.parse(before.text), { status: 'starting', services: [] })
  gate.open(createFront([{ manifest: manifest('portal', { role: 'portal' }), app: app('hello') }]))
  assert.deepEqual(await fetchText(port, '/health'), { status: 200, text: 'hello' })
})

test('an upgrade is passed on only where a manifest says websocket', async (t) => {
  const gate = createGate()
  const port = await serve(t, gate)
  const upgraded: ServiceApp = {
    ...app('chat'),
    upgrade: (_request, socket) => void socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
  }
  gate.open(
    createFront([
      { manifest: manifest('portal', { role: 'portal' }), app: app('portal') },
      {
        manifest: manifest('chat', {
          routes: [
            { path: '/ws', auth: 'token', websocket: true },
            { path: '/plain', auth: 'none' },
          ],
        }),
        app: upgraded,
      },
    ]),
  )
  assert.match(await upgrade(port, '/ws'), /^HTTP\/1.1 101/)
  assert.match(await upgrade(port, '/plain'), /^HTTP\/1.1 404/)
  assert.match(await upgrade(port, '/'), /^HTTP\/1.1 404/)
})

function upgrade(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      ),
    )
    socket.on('data', (chunk) => (said += String(chunk)))
    socket.on('close', () => resolve(said))
    socket.on('error', reject)
  })
}
