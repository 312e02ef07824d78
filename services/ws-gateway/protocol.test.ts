import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  gatewaySecret,
  openTestGateway,
  someone,
  tokenOf,
  type TestGateway,
} from '../../tests/peers/gateway.ts'

let gateway: TestGateway
before(async () => {
  gateway = await openTestGateway()
})
after(() => gateway.stop())

const seconds = () => Math.floor(Date.now() / 1000)

for (const via of ['ws', 'node'] as const)
  for (const path of ['/', '/ws/notifications'])
    test(`a client of the first version is served at ${path} (${via})`, async () => {
      const username = someone()
      await using client = await gateway.connect({ via, path })
      client.send({ type: 'auth', token: tokenOf(username) })
      assert.deepEqual(await client.next('auth_ok'), { type: 'auth_ok', username })
      const notification = { id: 'abc', title: 'Done', message: 'čau 😀', script: null }
      const { status, body } = await gateway.post('/dispatch', { user: username, notification })
      assert.deepEqual([status, body['sent'], body['stored']], [200, 1, true])
      const { seq, ...got } = await client.next('notification')
      assert.deepEqual(got, { type: 'notification', ...notification })
      assert.equal(seq, body['seq'])
    })

const refused: Readonly<Record<string, readonly [first: unknown, message: RegExp]>> = {
  'JSON that is none': ['{"type":', /Invalid JSON/],
  'an array': [[], /Expected auth/],
  null: ['null', /Expected auth/],
  'another type': [{ type: 'hello' }, /Expected auth message with token/],
  'no token': [{ type: 'auth' }, /Expected auth/],
  'a token that is a number': [{ type: 'auth', token: 5 }, /Expected auth/],
  'a token of another secret': [
    { type: 'auth', token: tokenOf('x', {}, `${gatewaySecret}!`) },
    /Invalid token/,
  ],
  'an expired token': [
    { type: 'auth', token: tokenOf('x', { exp: seconds() - 9 }) },
    /Invalid token/,
  ],
  'a token without an end (tokens that cannot be revoked, of the original)': [
    { type: 'auth', token: tokenOf('x', { exp: undefined }) },
    /Invalid token/,
  ],
  'issuer not verified (of the original): a token of another issuer': [
    { type: 'auth', token: tokenOf('x', { iss: 'someone-else' }) },
    /Invalid token/,
  ],
  'a subject that is a number': [{ type: 'auth', token: tokenOf('x', { sub: 5 }) }, /Invalid/],
}
for (const [what, [first, message]] of Object.entries(refused))
  test(`${what} is refused with a reason and closed`, async () => {
    await using client = await gateway.connect()
    client.send(first)
    assert.match(String((await client.next('auth_error'))['message']), message)
    assert.equal((await client.closed).code, 1008)
    assert.equal(client.messages.length, 1)
  })

test('a token without an issuer is accepted', async () => {
  const client = await gateway.join('plain', { token: tokenOf('plain', { iss: undefined }) })
  await client[Symbol.asyncDispose]()
})

test('type can be overridden (of the original): a notification forges no message', async () => {
  const username = someone()
  await using client = await gateway.join(username)
  const notification = { type: 'auth_error', message: 'sign in at evil.example' }
  await gateway.post('/dispatch', { user: username, notification })
  const { type, message } = await client.next('notification')
  assert.deepEqual([type, message], ['notification', 'sign in at evil.example'])
  assert.ok(!client.messages.some((one) => one.type === 'auth_error'))
})

test('an interval that is longer than any clock counts pings nobody, and keeps nobody out', async () => {
  const env = { HEARTBEAT_INTERVAL_SECONDS: String(Number.MAX_SAFE_INTEGER) }
  await using patient = await openTestGateway({ env })
  await using client = await patient.join(someone())
  assert.deepEqual(client.messages, [client.welcome])
})

test('a sixth connection is refused, and a place is free again after a close', async () => {
  const username = someone()
  const clients = await Promise.all([1, 2, 3, 4, 5].map(() => gateway.join(username)))
  await using sixth = await gateway.connect()
  sixth.send({ type: 'auth', token: tokenOf(username) })
  assert.match(String((await sixth.next('auth_error'))['message']), /Too many connections/)
  await clients[0]?.[Symbol.asyncDispose]()
  await using again = await gateway.join(username)
  assert.equal(again.welcome['username'], username)
  for (const client of clients.slice(1)) await client[Symbol.asyncDispose]()
})

test('no Origin check (of the original): a foreign page may not connect, the portal’s own may', async () => {
  await assert.rejects(gateway.connect({ origin: 'https://evil.example' }), /refused/)
  await using own = await gateway.connect({ origin: 'http://localhost:8080' })
  own.send({ type: 'auth', token: tokenOf('page') })
  await own.next('auth_ok')
})

test('4 MiB frames although only tiny ones are legal (of the original): a large one ends the connection', async () => {
  await using client = await gateway.join(someone())
  client.send('x'.repeat(70_000))
  assert.equal((await client.closed).code, 1009)
})

test('a client that says too much is cut, one that says nonsense is not', async () => {
  await using quiet = await gateway.join(someone())
  for (const nonsense of ['{{{', '[]', 'null', '{"type":"dance"}', '{"type":"read"}'])
    quiet.send(nonsense)
  await using loud = await gateway.join(someone())
  for (let i = 0; i < 1100; i += 1) loud.send({ type: 'pong' })
  assert.equal((await loud.closed).code, 1008)
  quiet.send({ type: 'pong' })
  assert.equal(quiet.messages.length, 1)
})

test('health lists usernames (of the original): it tells how many, and not who', async () => {
  const username = someone()
  await using _client = await gateway.join(username)
  const answer = await fetch(`${gateway.url}/health`)
  const text = await answer.text()
  assert.equal(answer.status, 200)
  assert.match(text, /"\d+ connections?"/)
  assert.ok(!text.includes(username))
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text()
  assert.match(metrics, /^gateway_connections [1-9]/m)
  assert.ok(!metrics.includes(username))
})
