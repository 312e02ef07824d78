import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { postNotifications } from '#core/notifications/post-notifications.ts'
import { pruneInbox } from '#core/notifications/prune.ts'
import {
  openTestGateway,
  someone,
  type Message,
  type TestGateway,
} from '../../tests/peers/gateway.ts'
import { until } from '../../tests/peers/until.ts'

let gateway: TestGateway
before(async () => {
  gateway = await openTestGateway()
})
after(() => gateway.stop())

const titles = (messages: readonly Message[]) => messages.map(({ title }) => title)
const say = (user: string, title: string, more: object = {}) =>
  gateway.post('/dispatch', { user, notification: { title }, ...more })

const cursorOf = ({ epoch, head }: Message) => ({ epoch, seq: head })

test('no delivery guarantee (of the original): what came while nobody listened is brought on return', async () => {
  const username = someone()
  const first = await gateway.join(username, { cursor: null })
  assert.deepEqual(
    [first.welcome['replay'], first.welcome['gap'], first.welcome['unread']],
    [0, false, 0],
  )
  await first[Symbol.asyncDispose]()
  await say(username, 'one')
  await say(someone(), 'for another')
  await say(username, 'two')
  await using back = await gateway.join(username, { cursor: cursorOf(first.welcome) })
  await until(() => back.notifications.length === 2, 'both are replayed')
  assert.deepEqual(titles(back.notifications), ['one', 'two'])
  const { replay, gap, unread } = back.welcome
  assert.deepEqual([replay, gap, unread], [2, false, 2])
})

test('a gap is told honestly when retention has passed the cursor, or the log is another one', async () => {
  const username = someone()
  const first = await gateway.join(username, { cursor: null })
  await first[Symbol.asyncDispose]()
  await say(username, 'forgotten')
  await gateway.storage.db.pool.query(
    `update core.notification set created_at = now() - interval '100 days' where username = $1`,
    [username],
  )
  assert.equal(await pruneInbox(gateway.storage.db, 90), 1)
  await using back = await gateway.join(username, { cursor: cursorOf(first.welcome) })
  assert.equal(back.welcome['gap'], true)
  const foreign = { epoch: '00000000-0000-4000-8000-000000000000', seq: 1 }
  await using other = await gateway.join(username, { cursor: foreign })
  assert.equal(other.welcome['gap'], true)
})

test('replay and live without a race: everything once and in order, whenever somebody joins', async () => {
  const username = someone()
  const start = await gateway.join(username, { cursor: null })
  await start[Symbol.asyncDispose]()
  const all = Array.from({ length: 120 }, (_, i) => String(i))
  const posting = (async () => {
    for (const title of all) await say(username, title)
  })()
  const clients = []
  for (let i = 0; i < 5; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
    clients.push(await gateway.join(username, { cursor: cursorOf(start.welcome) }))
  }
  await posting
  for (const client of clients) {
    await until(() => client.notifications.length >= all.length, 'all have come')
    assert.deepEqual(titles(client.notifications), all)
    await client[Symbol.asyncDispose]()
  }
})

test('desktop users without Telegram get nothing (of the original): what others write into the log is brought as well, in one order with our own', async () => {
  const username = someone()
  await using client = await gateway.join(username)
  const { db } = gateway.storage
  const foreign = (title: string) =>
    postNotifications(db, [{ username, body: JSON.stringify({ title }) }])
  await Promise.all(
    Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? foreign(`f${i}`) : say(username, `o${i}`))),
  )
  await until(() => client.notifications.length === 60, 'all sixty')
  const seqs = client.notifications.map(({ seq }) => Number(seq))
  assert.deepEqual(
    seqs,
    seqs.toSorted((a, b) => a - b),
  )
  assert.equal(new Set(seqs).size, 60)
})

test('after the connection for events broke nothing is missing', async () => {
  const username = someone()
  await using client = await gateway.join(username)
  await gateway.storage.db.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'events' and datname = current_database()`,
  )
  await postNotifications(gateway.storage.db, [{ username, body: '{"title":"unheard"}' }])
  assert.equal((await client.next('notification'))['title'], 'unheard')
})

test('an acknowledged number is where a device goes on that keeps none itself', async () => {
  const username = someone()
  const first = await gateway.join(username, { cursor: null })
  await say(username, 'arrived')
  const { seq } = await first.next('notification')
  first.send({ type: 'ack', seq })
  const acknowledged = async () => {
    const { rows } = await gateway.storage.db.pool.query(
      'select seq from ws_gateway.acknowledgement where username = $1 and seq = $2',
      [username, seq],
    )
    return rows.length === 1
  }
  await until(acknowledged, 'it is stored')
  await first[Symbol.asyncDispose]()
  await say(username, 'missed')
  await using back = await gateway.join(username, { cursor: 'acknowledged' })
  await back.next('notification')
  assert.deepEqual(titles(back.notifications), ['missed'])
})

test('a client that acknowledged each of a thousand missed notifications was cut for talking too much: it may', async () => {
  const username = someone()
  const first = await gateway.join(username, { cursor: null })
  const { epoch, head: seq } = first.welcome
  await first[Symbol.asyncDispose]()
  const bodies = Array.from({ length: 1000 }, (_, n) => ({ username, body: `{"title":"${n}"}` }))
  await postNotifications(gateway.storage.db, bodies)
  await using back = await gateway.join(username, { cursor: { epoch, seq } })
  await until(() => back.notifications.length === 1000, 'all came')
  for (const message of back.notifications) back.send({ type: 'ack', seq: message['seq'] })
  for (let pong = 0; pong < 500; pong += 1) back.send({ type: 'pong' })
  await say(username, 'still here')
  await until(() => titles(back.notifications).includes('still here'), 'it is still connected')
  for (let more = 0; more < 1100; more += 1) back.send({ type: 'pong' })
  assert.equal((await back.closed).code, 1008, 'what answers nothing still has its bound')
})

test('read and dismiss reach the person’s other devices, and nobody else’s', async () => {
  const username = someone()
  await using laptop = await gateway.join(username, { cursor: null })
  await using phone = await gateway.join(username, { cursor: null })
  await using old = await gateway.join(username)
  await using stranger = await gateway.join(someone(), { cursor: null })
  await say(username, 'look')
  const { seq } = await laptop.next('notification')
  stranger.send({ type: 'read', seqs: [seq] })
  laptop.send({ type: 'read', seqs: [seq] })
  assert.deepEqual((await phone.next('read'))['seqs'], [seq])
  phone.send({ type: 'dismiss', seqs: [seq] })
  assert.deepEqual((await laptop.next('dismissed'))['seqs'], [seq])
  assert.ok(!stranger.messages.some(({ type }) => type === 'read'))
  assert.ok(!old.messages.some(({ type }) => type === 'read'))
})
