import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { listInbox } from '#core/notifications/inbox.ts'
import {
  openTestGateway,
  postJson,
  someone,
  tokenOf,
  type TestGateway,
} from '../../../tests/peers/gateway.ts'
import { until } from '../../../tests/peers/until.ts'

let folder: string
let gateway: TestGateway
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatch-'))
  gateway = await openTestGateway({ env: { WS_DISPATCH_SOCKET: join(folder, 'ws.sock') } })
})
after(async () => {
  await gateway.stop()
  await rm(folder, { recursive: true, force: true })
})

const notification = { title: 'T' }
const send = (path: string, body: unknown) =>
  postJson({ socketPath: join(folder, 'ws.sock'), path }, body)

test('dispatch trusts the caller, anyone may notify anyone (of the original): over TCP only a bearer of the token is heard', async () => {
  const body = { user: 'u', notification }
  for (const authorization of [undefined, 'Bearer wrong', 'Basic dispatch-token-of-a-test']) {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
    const { status, body: said } = await gateway.post('/dispatch', body, headers)
    assert.equal(status, 401)
    assert.match(String(said['error']), /bearer token/)
  }
  assert.equal((await gateway.post('/dispatch', body)).status, 200)
})

test('socket rights after bind (of the original): the file has mode 0770 from the first instant', async () => {
  assert.equal((await stat(join(folder, 'ws.sock'))).mode & 0o777, 0o770)
  assert.equal((await send('/dispatch', { user: 'u', notification })).status, 200)
})

const wrong: Readonly<Record<string, unknown>> = {
  'JSON that is none': '{',
  nothing: '',
  'an array': [],
  'no user': { notification },
  'an empty user': { user: '', notification },
  'no notification': { user: 'u' },
  'an empty notification': { user: 'u', notification: {} },
  'a user that is an object': { user: {}, notification },
  'a user that is a list': { user: ['u'], notification },
  'a user with NUL': { user: 'a\0b', notification },
  'a notification that is a text (500 in the original)': { user: 'u', notification: 'hi' },
  'a notification that is a list': { user: 'u', notification: [1] },
  'a notification that is nested deeper than can be written (the database was said not to answer)': `{"user":"u","notification":{"a":${'['.repeat(9000)}${']'.repeat(9000)}}}`,
  'a key that is too long': { user: 'u', notification, id: 'x'.repeat(300) },
}
for (const [what, body] of Object.entries(wrong))
  test(`${what} is refused with 400 and a reason`, async () => {
    const { status, body: said } = await send('/dispatch', body)
    assert.equal(status, 400)
    assert.equal(typeof said['error'], 'string')
  })

test('no size limit (of the original): a request above a megabyte is refused with 413', async () => {
  const body = { user: 'u', notification: { message: 'x'.repeat(1024 * 1024) } }
  assert.equal((await send('/dispatch', body)).status, 413)
})

test('only POST is understood, and only the paths that are there', async () => {
  assert.equal((await fetch(`${gateway.url}/dispatch`)).status, 405)
  assert.equal((await send('/nothing', {})).status, 404)
})

test('a retried request with the same id is stored once, also inside one group', async () => {
  const user = someone()
  await using client = await gateway.join(user)
  const body = { user, notification, id: 'run-17' }
  const answers = await Promise.all([send('/dispatch', body), send('/dispatch', body)])
  answers.push(await send('/dispatch', body))
  assert.equal(new Set(answers.map((one) => one.body['seq'])).size, 1)
  await send('/dispatch', { user, notification: { title: 'last' } })
  await until(() => client.notifications.some(({ title }) => title === 'last'), 'the last came')
  assert.equal(client.notifications.length, 2)
})

test('a batch is stored as one and in its order; one bad line and nothing is', async () => {
  const user = someone()
  await using client = await gateway.join(user)
  const lines = Array.from({ length: 250 }, (_, i) => ({ user, notification: { title: `${i}` } }))
  const text = lines.map((line) => JSON.stringify(line)).join('\n')
  const bad = await send('/dispatch/batch', `${text}\n{"user":"u"}\n`)
  assert.equal(bad.status, 400)
  assert.match(String(bad.body['error']), /line 251/)
  const { body } = await send('/dispatch/batch', `${text}\n`)
  assert.deepEqual([body['stored'], body['sent']], [250, 250])
  await until(() => client.notifications.length === 250, 'all lines')
  assert.deepEqual(
    client.notifications.map(({ title }) => title),
    lines.map(({ notification: { title } }) => title),
  )
  const { rows } = await gateway.storage.db.pool.query<{ count: number }>(
    'select count(*) from core.notification where username = $1',
    [user],
  )
  assert.equal(rows[0]?.count, 250)
})

test('what has run out is not brought again, of a collapse key the newest is listed, a priority is kept', async () => {
  const user = someone()
  const first = await gateway.join(user, { cursor: null })
  await first[Symbol.asyncDispose]()
  const say = (title: string, more: object) =>
    send('/dispatch', { user, notification: { title }, ...more })
  await say('fleeting', { ttl: 60 })
  await say('10 %', { collapse_key: 'progress', priority: 1 })
  await say('90 %', { collapse_key: 'progress', ttl: 3600 })
  const { db } = gateway.storage
  await db.pool.query(
    `update core.notification set expires_at = expires_at - interval '2 minutes' where username = $1`,
    [user],
  )
  const { epoch, head } = first.welcome
  await using back = await gateway.join(user, { cursor: { epoch, seq: head } })
  await until(() => back.notifications.length === 2, 'both that are worth it are replayed')
  assert.deepEqual(
    back.notifications.map(({ title }) => title),
    ['10 %', '90 %'],
  )
  const listed = await listInbox(db, user, { limit: 9 })
  assert.ok(listed.some(({ body }) => body.title === '90 %'))
  assert.ok(!listed.some(({ body }) => body.title === '10 %'))
  const { rows } = await db.pool.query<{ priority: number }>(
    'select priority from core.notification where username = $1 order by seq',
    [user],
  )
  assert.deepEqual(
    rows.map(({ priority }) => priority),
    [0, 1, 0],
  )
})

test('a broadcast reaches everybody who was ever here, and persons who never were', async () => {
  const [here, away] = [someone(), someone()]
  await using client = await gateway.join(here)
  const gone = await gateway.join(away)
  await gone[Symbol.asyncDispose]()
  const { db } = gateway.storage
  const person = await createPerson(db, { email: `${someone()}@example.com`, name: 'Never Here' })
  const known = async () => {
    const { rows } = await db.pool.query('select from ws_gateway.client where username = $1', [
      away,
    ])
    return rows.length === 1
  }
  await until(known, 'the client is remembered')
  const { body } = await send('/broadcast', { notification: { title: 'All hands' } })
  assert.ok(Number(body['stored']) >= 3)
  assert.equal((await client.next('notification'))['title'], 'All hands')
  const { rows } = await db.pool.query<{ username: string }>(
    `select username from core.notification where body->>'title' = 'All hands'
     and username = any($1)`,
    [[here, away, person.username]],
  )
  assert.equal(rows.length, 3)
})

const noRevocations: Readonly<Record<string, unknown>> = {
  'of no token': {},
  'of a token with NUL in its name': { jti: 'a\0b' },
  'until a moment that is no date': { jti: 'x', exp: 1e300 },
  'until before there were dates': { jti: 'x', exp: -1 },
  'until a text': { jti: 'x', exp: '2030-01-01' },
}
for (const [what, body] of Object.entries(noRevocations))
  test(`a revocation ${what} is the sender’s mistake, and not said to be the database’s`, async () => {
    assert.equal((await send('/revoke', body)).status, 400)
  })

test('a revoked token is refused, and its open connection ends', async () => {
  const username = someone()
  const token = tokenOf(username, { jti: 'token-1' })
  await using client = await gateway.join(username, { token })
  await using other = await gateway.join(username, { token: tokenOf(username, { jti: 'token-2' }) })
  assert.equal((await send('/revoke', { jti: 'token-1' })).status, 200)
  assert.equal((await client.closed).code, 4401)
  await using again = await gateway.connect()
  again.send({ type: 'auth', token })
  assert.match(String((await again.next('auth_error'))['message']), /Invalid token/)
  await send('/dispatch', { user: username, notification })
  await other.next('notification')
})

test('text that PostgreSQL cannot hold spoils neither its group nor the inbox', async () => {
  const user = someone()
  await using client = await gateway.join(user)
  const title = 'half \ud800 and NUL \0 \\u0000'
  const answers = await Promise.all([
    send('/dispatch', JSON.stringify({ user, notification: { title } })),
    send('/dispatch', { user, notification: { title: 'good' } }),
  ])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200],
  )
  await until(() => client.notifications.length === 2, 'both came')
  const { rows } = await gateway.storage.db.pool.query<{ title: string }>(
    `select body->>'title' as title from core.notification where username = $1 order by title`,
    [user],
  )
  assert.deepEqual(
    rows.map((row) => row.title),
    ['good', 'half \ufffd and NUL \ufffd \\u0000'],
  )
})
