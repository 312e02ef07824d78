import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { createGate, noUpgrade } from '../run/gate.ts'
import { offFront } from '../run/off-front.ts'
import { listen } from './server.ts'

const upgrade = 'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'
const off = { id: 'bot', title: 'Bot', description: 'x', kind: 'daemon' } as const
const fronts = {
  'a service without WebSockets': { upgrade: noUpgrade, answer: /^HTTP\/1\.1 404/ },
  'a service that is starting': { upgrade: createGate().upgrade, answer: /^HTTP\/1\.1 503/ },
  'a service that is off': {
    upgrade: offFront(off, 'BOT_TOKEN not set').upgrade,
    answer: /^HTTP\/1\.1 503/,
  },
}

for (const [what, { upgrade: refuse, answer }] of Object.entries(fronts)) {
  const open = () =>
    listen((_request, response) => response.end('well'), {
      host: '127.0.0.1',
      port: 0,
      upgrade: refuse,
    })

  test(`whoever asks ${what} for a WebSocket and breaks off ended the program: it goes on`, async () => {
    const ends: Error[] = []
    const note = (error: Error) => ends.push(error)
    process.on('uncaughtExceptionMonitor', note)
    const server = await open()
    for (let times = 0; times < 20; times += 1) {
      const socket = connect(server.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(upgrade)
      const [head] = (await once(socket, 'data')) as [Buffer]
      assert.match(String(head), answer)
      socket.resetAndDestroy()
      await once(socket, 'close')
    }
    assert.equal(await (await fetch(server.url)).text(), 'well')
    await server.close()
    process.off('uncaughtExceptionMonitor', note)
    assert.deepEqual(ends, [])
  })

  test(`${what} closes a connection that it refused, whether or not the client does`, async () => {
    const server = await open()
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
    socket.on('error', () => undefined)
    socket.write(upgrade)
    socket.resume()
    await once(socket, 'end')
    const closed = new Promise((resolve) => socket.on('close', resolve))
    // What is sent to a connection that is closed on the other side is answered with its end.
    const sending = setInterval(() => socket.write('x'), 10)
    await closed
    clearInterval(sending)
    await server.close()
  })
}
