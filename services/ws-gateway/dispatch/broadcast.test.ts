import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestGateway, someone, type TestGateway } from '../../../tests/peers/gateway.ts'
import { until } from '../../../tests/peers/until.ts'
import type { Store } from '../log/store.ts'
import { broadcast } from './broadcast.ts'

let gateway: TestGateway
before(async () => {
  gateway = await openTestGateway()
})
after(() => gateway.stop())

const crowd = (name: string, count: number) =>
  Array.from({ length: count }, (_, nth) => `${name}-${nth}`)
const rows = async <T>(sql: string, ...values: readonly unknown[]) =>
  (await gateway.storage.db.pool.query(sql, [...values])).rows as readonly T[]
const seqsOf = async (title: string) =>
  (
    await rows<{ username: string; seq: number }>(
      `select username, seq from core.notification where body->>'title' = $1 order by seq`,
      title,
    )
  ).map(({ username, seq }) => ({ username, seq }))

test('a broadcast to many was one turn of the gateway, and everybody else waited: others are heard in between', async () => {
  const users = crowd('many', 10_000)
  await using first = await gateway.join('many-0')
  const all = gateway.post('/broadcast', { users, notification: { title: 'all' } })
  await first.next('notification')
  const one = await gateway.post('/dispatch', { user: 'one', notification: { title: 'one' } })
  const { status, body } = await all
  assert.deepEqual([status, body], [200, { sent: 1, stored: 10_000 }])
  const stored = await seqsOf('all')
  assert.deepEqual(
    stored.map(({ username }) => username),
    users,
    'in the order that was given, each once',
  )
  assert.ok(Number(one.body['seq']) < (stored.at(-1)?.seq ?? 0), 'between two parts')
})

test('people who are connected get what others are told in its order, however many parts it comes in', async () => {
  const [first, last] = [someone(), someone()]
  await using one = await gateway.join(first)
  await using two = await gateway.join(last)
  const users = [first, ...crowd('between', 1200), last]
  const { body } = await gateway.post('/broadcast', { users, notification: { title: 'a' } })
  assert.deepEqual(body, { sent: 2, stored: 1202 })
  await gateway.post('/broadcast', { users, notification: { title: 'b' } })
  for (const client of [one, two]) {
    await until(() => client.notifications.length === 2, 'both came')
    assert.deepEqual(
      client.notifications.map(({ title }) => title),
      ['a', 'b'],
    )
  }
})

test('what is long is told to fewer people at once', async () => {
  for (const [length, parts] of [
    [100, [500, 500, 200]],
    [1024 * 1024, Array.from({ length: 600 }, () => 2)],
    [3 * 1024 * 1024, Array.from({ length: 1200 }, () => 1)],
  ] as const) {
    const told: number[] = []
    const store: Pick<Store, 'post'> = {
      async post(letter) {
        told.push(letter.length)
        return letter.map((_, seq) => ({ seq, id: '', duplicate: false, sent: 1 }))
      },
    }
    const said = await broadcast(store, crowd('long', 1200), { body: 'x'.repeat(length) })
    assert.deepEqual([told, said], [parts, { sent: 1200, stored: 1200 }])
  }
})

test('a broadcast that fails on the way says for how many it was stored, and asked again comes to nobody twice', async () => {
  const { pool } = gateway.storage.db
  await pool.query(`create function pg_temp_refuse() returns trigger language plpgsql as
    $$ begin if new.username = 'half-700' then raise 'out of order'; end if; return new; end $$`)
  await pool.query(`create trigger refuse before insert on core.notification
    for each row execute function pg_temp_refuse()`)
  const users = crowd('half', 1300)
  const marked = { users, notification: { title: 'half' }, id: 'mark' }
  try {
    const half = await gateway.post('/broadcast', marked)
    assert.equal(half.status, 503)
    assert.match(
      String(half.body['error']),
      /^Stored for 500 of 1300: .*Ask again with the same id/,
    )
    const unmarked = await gateway.post('/broadcast', { users, notification: { title: 'none' } })
    assert.match(String(unmarked.body['error']), /without an id, it comes to them twice/)
    const none = await gateway.post('/broadcast', { ...marked, users: ['half-700'] })
    assert.match(String(none.body['error']), /^Not stored/)
  } finally {
    await pool.query('drop trigger refuse on core.notification')
  }
  assert.equal((await gateway.post('/broadcast', marked)).status, 200)
  assert.deepEqual(
    (await seqsOf('half')).map(({ username }) => username).toSorted(),
    users.toSorted(),
  )
})
