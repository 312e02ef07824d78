import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { openTestGateway, someone, type TestGateway } from '../../../tests/peers/gateway.ts'

/** What would have ended the program. */
const ends: Error[] = []
process.on('uncaughtExceptionMonitor', (error) => ends.push(error))

let gateway: TestGateway
before(async () => {
  gateway = await openTestGateway()
})
after(() => gateway.stop())

const upgrade = (path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`

async function ask(text: string): Promise<{ readonly socket: Socket; readonly answer: string }> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(gateway.url).port) })
  socket.on('error', () => undefined)
  socket.write(text)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  return { socket, answer: String(answer).split('\r\n', 1)[0] ?? '' }
}

const refusals: Readonly<Record<string, readonly [text: string, answer: RegExp]>> = {
  'at another path': [upgrade('/elsewhere'), /404/],
  'from a foreign page': [upgrade('/', 'Origin: https://evil.example\r\n'), /403/],
  'without a key': [upgrade('/').replace(/Sec-WebSocket-Key.*\r\n/, ''), /400/],
  'of a version that is none': [upgrade('/').replace('Version: 13', 'Version: 99'), /400|426/],
}

for (const [what, [text, expected]] of Object.entries(refusals))
  test(`a client that asks ${what} and breaks off in the middle of the answer ends nobody else’s connection`, async () => {
    await using other = await gateway.join(someone())
    for (let times = 0; times < 20; times += 1) {
      const { socket, answer } = await ask(text)
      assert.match(answer, expected)
      socket.resetAndDestroy()
      await once(socket, 'close')
    }
    other.send({ type: 'pong' })
    assert.equal((await fetch(`${gateway.url}/health`)).status, 200)
    assert.deepEqual(ends, [])
  })

test('a client that breaks off at once, before it hears anything, ends nobody else’s connection', async () => {
  for (const [text] of Object.values(refusals)) {
    for (let times = 0; times < 20; times += 1) {
      const socket = connect({ host: '127.0.0.1', port: Number(new URL(gateway.url).port) })
      socket.on('error', () => undefined)
      await once(socket, 'connect')
      socket.write(text)
      await new Promise((resolve) => setImmediate(resolve))
      socket.resetAndDestroy()
      await once(socket, 'close')
    }
  }
  assert.equal((await fetch(`${gateway.url}/health`)).status, 200)
  assert.deepEqual(ends, [])
})
