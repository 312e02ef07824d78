import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { Agent, request, type IncomingMessage, type RequestListener } from 'node:http'
import { connect, createServer as createNetServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ConfigError } from '../errors.ts'
import { listen } from './server.ts'

const loopback = { host: '127.0.0.1', port: 0 } as const
/** Longer than any test may take: what only a cut would end fails by its time limit. */
const never = 600_000
const limited = { timeout: 120_000 }

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'listen-'))
})
after(() => rm(folder, { recursive: true }))

const hello: RequestListener = (_request, response) => response.end('hello')

function get(url: string, agent?: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, agent ? { agent } : {}, resolve)
    sent.once('error', reject)
    sent.end()
  })
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk)
  return text
}

test('it listens on a port and says where', async () => {
  const server = await listen(hello, loopback)
  assert.equal(server.url, `http://127.0.0.1:${server.port}`)
  assert.equal(await (await fetch(server.url)).text(), 'hello')
  await server.close()
  await assert.rejects(fetch(server.url))
})

test('an IPv6 address stands in brackets', async () => {
  const server = await listen(hello, { host: '::1', port: 0 })
  assert.equal(server.url, `http://[::1]:${server.port}`)
  await server.close()
})

test('a port that is taken is a configuration error that says what to do', async () => {
  const first = await listen(hello, loopback)
  await assert.rejects(listen(hello, { ...loopback, port: first.port }), (error: unknown) => {
    assert.ok(error instanceof ConfigError)
    assert.match(error.message, new RegExp(`PORT ${first.port} is taken.*set another PORT`))
    return true
  })
  await first.close()
})

test('an address that is not this machine’s is a configuration error too', async () => {
  await assert.rejects(listen(hello, { host: '192.0.2.1', port: 0 }), ConfigError)
})

test('only our own user may connect to a socket, unless a group is let in', async () => {
  for (const [mode, expected] of [
    [undefined, 0o600],
    [0o660, 0o660],
  ] as const) {
    const socket = join(folder, 'mode.sock')
    const server = await listen(hello, { socket, ...(mode && { mode }) })
    assert.equal(server.url, `unix:${socket}`)
    assert.equal((await stat(socket)).mode & 0o777, expected)
    await server.close()
  }
})

test('a socket without a folder is a configuration error that says what to do', async () => {
  const socket = join(folder, 'not-there', 'a.sock')
  await assert.rejects(
    listen(hello, { socket }),
    (error) =>
      error instanceof ConfigError && /not-there.*its folder must be there/.test(error.message),
  )
})

test('a socket that a crash left behind is replaced', async () => {
  const socket = join(folder, 'stale.sock')
  const script = `require('net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`
  const { spawn } = await import('node:child_process')
  await once(spawn(process.execPath, ['-e', script]), 'exit')
  assert.ok((await stat(socket)).isSocket())
  await (await listen(hello, { socket })).close()
})

test('a socket on which somebody answers is left to them', async () => {
  const socket = join(folder, 'living.sock')
  const first = await listen(hello, { socket })
  await assert.rejects(listen(hello, { socket }), /another process listens on/)
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    request({ socketPath: socket, path: '/' }, resolve).once('error', reject).end(),
  )
  assert.equal(await textOf(answer), 'hello')
  await first.close()
})

test('a file that is no socket is never removed', async () => {
  const socket = join(folder, 'notes.txt')
  await writeFile(socket, 'precious')
  await assert.rejects(listen(hello, { socket }), ConfigError)
  assert.equal((await stat(socket)).size, 8)
})

test(
  'closing waits for an answer under way, says Connection: close, and does not wait for the client',
  limited,
  async () => {
    const started = Promise.withResolvers<() => void>()
    const server = await listen(
      (_request, response) => started.resolve(() => response.end('finished')),
      { ...loopback, drainMs: never },
    )
    const agent = new Agent({ keepAlive: true })
    const answer = get(server.url, agent)
    const finish = await started.promise
    const closed = server.close()
    await assert.rejects(fetch(server.url))
    finish()
    assert.equal((await answer).headers.connection, 'close')
    assert.equal(await textOf(await answer), 'finished')
    await closed
    agent.destroy()
  },
)

test('closing does not cut an answer that is ended and not yet sent', limited, async () => {
  const body = Buffer.alloc(32 * 1024 * 1024, 'x')
  const ended = Promise.withResolvers<void>()
  const server = await listen(
    (_request, response) => {
      response.end(body)
      ended.resolve()
    },
    { ...loopback, drainMs: never },
  )
  const answer = await get(server.url)
  await ended.promise
  const closed = server.close()
  let size = 0
  for await (const chunk of answer) size += (chunk as Buffer).length
  assert.equal(size, body.length)
  await closed
})

test('closing does not wait for connections on which nothing happens', limited, async () => {
  const server = await listen(hello, { ...loopback, drainMs: never })
  const agent = new Agent({ keepAlive: true })
  await textOf(await get(server.url, agent))
  const silent = connect(server.port, '127.0.0.1')
  await once(silent, 'connect')
  // An answer on a later connection proves that the server has seen the silent one.
  await textOf(await get(server.url))
  await server.close()
  silent.destroy()
  agent.destroy()
})

test('an answer that never ends is cut when the time is over', limited, async () => {
  const server = await listen((_request, response) => response.write('…'), {
    ...loopback,
    drainMs: 50,
  })
  const answer = await get(server.url)
  const cut = assert.rejects(textOf(answer), /aborted/)
  await server.close()
  await cut
})

test(
  'upgrades reach the service, and closing ends them when the time is over',
  limited,
  async () => {
    const server = await listen(hello, {
      ...loopback,
      drainMs: 50,
      upgrade: (_request, socket) => {
        socket.on('error', () => socket.destroy())
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n',
        )
      },
    })
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => socket.destroy())
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n')
    const [head] = (await once(socket, 'data')) as [Buffer]
    assert.match(head.toString(), /^HTTP\/1.1 101/)
    const ended = once(socket, 'close')
    await server.close()
    await ended
  },
)

test(
  'without a listener for upgrades, such a request is answered like any other',
  limited,
  async () => {
    const server = await listen(hello, loopback)
    const socket = connect(server.port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n')
    const [head] = (await once(socket, 'data')) as [Buffer]
    assert.match(head.toString(), /^HTTP\/1.1 200/)
    socket.destroy()
    await server.close()
  },
)

test('a stranger’s socket server is recognised as living too', async () => {
  const socket = join(folder, 'stranger.sock')
  const stranger = createNetServer().listen(socket)
  await once(stranger, 'listening')
  await assert.rejects(listen(hello, { socket }), /another process listens on/)
  await new Promise((resolve) => stranger.close(resolve))
})
