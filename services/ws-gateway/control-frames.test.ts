import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { openTestGateway, someone, tokenOf, type TestGateway } from '../../tests/peers/gateway.ts'

let gateway: TestGateway
before(async () => {
  gateway = await openTestGateway()
})
after(() => gateway.stop())

async function open(): Promise<WebSocket> {
  const client = new WebSocket(gateway.url.replace('http', 'ws'))
  await once(client, 'open')
  return client
}

test('a ping of the protocol is answered with its own bytes, before a token as after it', async () => {
  const client = await open()
  const answered = async (text: string) => {
    const pong = once(client, 'pong')
    client.ping(text)
    return String(((await pong) as [Buffer])[0])
  }
  assert.equal(await answered('one'), 'one')
  client.send(JSON.stringify({ type: 'auth', token: tokenOf(someone()) }))
  await once(client, 'message')
  assert.equal(await answered('two'), 'two')
  client.close()
  await once(client, 'close')
})

for (const [who, isIn] of [
  ['who has shown no token', false],
  ['who was let in', true],
] as const)
  test(`a flood of pings was answered without end: ${who} is cut as for too many messages`, async () => {
    const client = await open()
    if (isIn) {
      client.send(JSON.stringify({ type: 'auth', token: tokenOf(someone()) }))
      await once(client, 'message')
    }
    const closed = once(client, 'close')
    for (let times = 0; times < 1100; times += 1) client.ping('x'.repeat(100))
    // Behind all of them: an answer to this one means that nobody was cut.
    client.ping('last')
    const through = new Promise<string>((resolve) =>
      client.on('pong', (data) => String(data) === 'last' && resolve('answered')),
    )
    assert.equal(await Promise.race([through, closed.then(([code]) => code as number)]), 1008)
  })

test('a number that a sender writes into a notification does not stand for its place in the log', async () => {
  const username = someone()
  await using client = await gateway.join(username, { cursor: null })
  const notification = { title: 'Done', seq: 999_999_999, nested: { seq: 7 } }
  const { body } = await gateway.post('/dispatch', { user: username, notification })
  const { seq, nested } = await client.next('notification')
  assert.deepEqual([seq, nested], [body['seq'], { seq: 7 }])
  const before = client.messages.length
  const alone = await gateway.post('/dispatch', { user: username, notification: { seq: 5 } })
  const second = await client.next('notification', before)
  assert.equal(second['seq'], alone.body['seq'])
})

test('a token whose name PostgreSQL cannot hold is refused, and keeps nobody from joining or acknowledging', async () => {
  const good = someone()
  const joins = ['a\0b', '\ud800'].flatMap((name) => [
    tokenOf(name),
    tokenOf(someone(), { jti: name }),
  ])
  const clients = await Promise.all(joins.map(() => gateway.connect()))
  for (const [nth, token] of joins.entries()) {
    clients[nth]?.send({ type: 'auth', token, cursor: null })
  }
  await using other = await gateway.join(good, { cursor: null })
  assert.equal(other.welcome['username'], good)
  for (const client of clients) {
    assert.equal((await client.next('auth_error'))['message'], 'Invalid token')
    await client[Symbol.asyncDispose]()
  }
})

test('a request whose target is the name of what every object has is no action', async () => {
  for (const path of ['/constructor', '/__proto__', '/toString', '//dispatch', '/dispatch/']) {
    assert.equal((await gateway.post(path, {})).status, 404, path)
  }
})
