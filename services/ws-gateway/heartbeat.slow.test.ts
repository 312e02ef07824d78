import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTestGateway, someone, tokenOf, type TestGateway } from '../../tests/peers/gateway.ts'

let gateway: TestGateway
before(async () => {
  gateway = await openTestGateway({
    env: {
      HEARTBEAT_INTERVAL_SECONDS: '1',
      HEARTBEAT_TIMEOUT_MISSED: '2',
      MAX_CONNECTIONS_PER_USER: '2',
    },
  })
})
after(() => gateway.stop())

test('third ping gives no time to answer (of the original): the last ping may be answered as well', async () => {
  await using slow = await gateway.join(someone())
  await using silent = await gateway.join(someone())
  const pings = () => slow.messages.filter(({ type }) => type === 'ping').length
  while (pings() < 2) await slow.next('ping', slow.messages.length)
  slow.send({ type: 'pong' })
  assert.equal((await silent.closed).code, 4408)
  await slow.next('ping', slow.messages.length)
  assert.ok(pings() >= 3, 'it is still connected')
})

test('refusing the newest (of the original): who owes an answer gives way to a new connection', async () => {
  const username = someone()
  await using dead = await gateway.join(username)
  await using alive = await gateway.join(username)
  await Promise.all([dead.next('ping'), alive.next('ping')])
  alive.send({ type: 'pong' })
  await sleep(50)
  await using fresh = await gateway.join(username)
  assert.equal(fresh.welcome['username'], username)
  assert.equal((await dead.closed).code, 4408)
})

test('a connection ends with its token, a newer client is warned and may show a new one', async () => {
  const username = someone()
  const exp = Math.floor(Date.now() / 1000) + 2
  const token = tokenOf(username, { exp })
  await using old = await gateway.join(username, { token })
  await using modern = await gateway.join(username, { token, cursor: null })
  const answering = setInterval(() => modern.send({ type: 'pong' }), 300)
  assert.equal((await modern.next('token_expiring'))['expires_at'], exp)
  modern.send({ type: 'auth', token: tokenOf('somebody-else') })
  await modern.next('auth_error')
  modern.send({ type: 'auth', token: tokenOf(username) })
  await modern.next('auth_renewed')
  assert.equal((await old.closed).code, 4401)
  assert.ok(!old.messages.some(({ type }) => type === 'token_expiring'))
  const at = modern.messages.length
  await gateway.post('/dispatch', { user: username, notification: { title: 'still here' } })
  await modern.next('notification', at)
  clearInterval(answering)
})
