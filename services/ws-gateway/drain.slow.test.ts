import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  openGatewayDatabase,
  openTestGateway,
  someone,
  type TestClient,
} from '../../tests/peers/gateway.ts'
import { until } from '../../tests/peers/until.ts'
import { Connection } from './connections/connection.ts'
import { drain } from './connections/drain.ts'
import { Registry } from './connections/registry.ts'
import { createSender } from './connections/sender.ts'
import { CLOSE } from './protocol/server-message.ts'

test('a deploy restart drops everyone (of the original): clients are told when to come back, and miss nothing', async () => {
  const database = await openGatewayDatabase()
  const gateway = await openTestGateway({ database })
  const username = someone()
  const clients = await Promise.all(
    Array.from({ length: 300 }, (_, i) =>
      gateway.join(i < 3 ? username : someone(), { cursor: null }),
    ),
  )
  await using old = await gateway.join(username)
  const stopped = gateway.stop()
  const told = await Promise.all(
    clients.map(async (client) => (await client.next('reconnect'))['after_ms']),
  )
  for (const client of [...clients, old]) assert.equal((await client.closed).code, 1012)
  assert.ok(!old.messages.some(({ type }) => type === 'reconnect'))
  const spread = told.map(Number).toSorted((a, b) => a - b)
  assert.ok((spread.at(-1) ?? 0) - (spread[0] ?? 0) > 100, 'they do not come back at once')
  await stopped
  await using next = await openTestGateway({ database })
  await next.post('/dispatch', { user: username, notification: { title: 'while away' } })
  const [first] = clients
  assert.ok(first)
  const { epoch, head } = first.welcome
  await using back = await next.join(username, { cursor: { epoch, seq: head } })
  await back.next('notification')
  await next.stop()
  await database.close()
})

test('single process, in-memory registry (of the original): two replicas bring everything of both, in one order', async () => {
  const database = await openGatewayDatabase()
  const replicas = [await openTestGateway({ database }), await openTestGateway({ database })]
  const username = someone()
  const clients: TestClient[] = []
  for (const replica of replicas) clients.push(await replica.join(username, { cursor: null }))
  await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const replica = replicas[i % 2]
      await replica?.post('/dispatch', { user: username, notification: { title: `${i}` } })
    }),
  )
  for (const client of clients) {
    await until(() => client.notifications.length === 200, 'all two hundred')
    const seqs = client.notifications.map(({ seq }) => Number(seq))
    assert.deepEqual(
      seqs,
      seqs.toSorted((a, b) => a - b),
    )
  }
  clients[0]?.send({ type: 'read', seqs: [clients[0].notifications[0]?.['seq']] })
  await clients[1]?.next('read')
  for (const replica of replicas) await replica.stop()
  await database.close()
})

test('of many clients the last were cut without a word: all are told before the listener cuts who is left', async () => {
  const registry = new Registry({ perUser: 5, silent: 30_000, silentPerAddress: 30_000 })
  for (let n = 0; n < 30_000; n += 1) registry.knock(new Connection({} as never, {} as never, ''))
  const codes = new Set<number>()
  const ended = new Set<Connection>()
  const sender = createSender(() => assert.fail('nobody is slow'))
  const draining = drain(registry, sender, (connection, code) => {
    ended.add(connection)
    codes.add(code)
  })
  // The time that core/http/server.ts leaves to what is open.
  await Promise.race([draining, sleep(5000)])
  assert.deepEqual([ended.size, [...codes]], [30_000, [CLOSE.restart]])
})
