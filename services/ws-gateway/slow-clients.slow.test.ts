import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTestGateway, someone, tokenOf, type TestGateway } from '../../tests/peers/gateway.ts'
import { until } from '../../tests/peers/until.ts'

let gateway: TestGateway
before(async () => {
  gateway = await openTestGateway({ env: { MAX_CONNECTIONS_PER_USER: '2' } })
})
after(() => gateway.stop())

/** A client by hand that is let in and then reads nothing more. */
async function stalled(username: string): Promise<Socket> {
  const { hostname, port } = new URL(gateway.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.write(
    'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  )
  await new Promise((resolve) => socket.once('data', resolve))
  const text = Buffer.from(JSON.stringify({ type: 'auth', token: tokenOf(username) }))
  const head = Buffer.from([0x81, 0xfe, text.length >> 8, text.length & 255, 0, 0, 0, 0])
  socket.write(Buffer.concat([head, text]))
  await new Promise((resolve) => socket.once('data', resolve))
  socket.pause()
  return socket
}

test('slow-consumer blocking (of the original): a client that stalls is cut, delays nobody and loses nothing', async () => {
  const username = someone()
  const start = await gateway.join(username, { cursor: null })
  await start[Symbol.asyncDispose]()
  const socket = await stalled(username)
  await using healthy = await gateway.join(username)
  const message = 'x'.repeat(16_000)
  let posted = 0
  let worst = 0
  let sent = 2
  while (sent === 2 && posted < 2000) {
    const began = performance.now()
    const { body } = await gateway.post('/dispatch', { user: username, notification: { message } })
    worst = Math.max(worst, performance.now() - began)
    sent = Number(body['sent'])
    posted += 1
  }
  assert.equal(sent, 1, 'the stalled one was given up')
  // Kernel buffers take a few megabytes; ours takes one.
  assert.ok(posted < 1000, `${posted} were taken`)
  assert.ok(worst < 2000, `one dispatch took ${worst} ms`)
  await until(() => healthy.notifications.length === posted, 'the other device has all')
  const { epoch, head } = start.welcome
  // Its place is free, although it has not taken the close either.
  await using back = await gateway.join(username, { cursor: { epoch, seq: head } })
  socket.destroy()
  assert.equal(back.welcome['replay'], posted)
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text()
  assert.match(metrics, /gateway_evictions_total\{reason="bytes"\} 1/)
  assert.match(metrics, /gateway_replay_notifications_sum [1-9]/)
})

test('no pre-auth limits (of the original): who says nothing is told so after ten seconds, and a flood is bounded', async () => {
  await using small = await openTestGateway({ env: { MAX_SILENT_CONNECTIONS: '3' } })
  const silent = await Promise.all([1, 2, 3].map(() => small.connect()))
  await assert.rejects(small.connect(), /refused/)
  await sleep(9000)
  for (const client of silent) {
    assert.match(String((await client.next('auth_error'))['message']), /Auth timeout/)
    assert.equal((await client.closed).code, 1008)
  }
  await using again = await small.join(someone())
  assert.equal(again.messages.length, 1)
})
