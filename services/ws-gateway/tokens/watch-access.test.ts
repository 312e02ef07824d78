import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { linkDevice, unlinkDevice } from '#core/identity/devices.ts'
import { createPerson } from '#core/identity/people.ts'
import {
  openTestGateway,
  someone,
  tokenOf,
  type TestGateway,
} from '../../../tests/peers/gateway.ts'

let gateway: TestGateway
before(async () => {
  gateway = await openTestGateway()
})
after(() => gateway.stop())

/** A person with a linked device, and a token of it. */
async function linked() {
  const { db } = gateway.storage
  const person = await createPerson(db, { email: `${someone()}@example.com`, name: 'Ann' })
  const device = {
    personId: person.id,
    kind: 'app',
    name: 'Mac',
    address: '',
    seconds: 600,
  } as const
  const sid = await linkDevice(db.pool, device)
  return { ...person, sid, token: tokenOf(person.username, { sid }) }
}

const refused = async (token: string) => {
  await using client = await gateway.connect()
  client.send({ type: 'auth', token })
  await client.next('auth_error')
}

test('tokens cannot be revoked (of the original): unlinking the device ends its connection at once', async () => {
  const { id: personId, username, sid, token } = await linked()
  await using client = await gateway.join(username, { token })
  await using other = await gateway.join(username)
  await unlinkDevice(gateway.storage.db, { id: sid, personId })
  assert.deepEqual(await client.closed, { code: 4401, reason: 'access ended' })
  await refused(token)
  await gateway.post('/dispatch', { user: username, notification: { title: 'x' } })
  await other.next('notification')
})

test('who is suspended is cut everywhere at once, and not let in again', async () => {
  const { username, token } = await linked()
  await using client = await gateway.join(username, { token, cursor: null })
  await gateway.storage.db.pool.query(
    'update core.person set suspended_at = now() where username = $1',
    [username],
  )
  assert.equal((await client.closed).code, 4401)
  await refused(token)
})

test('the token of a device that is another person’s opens nothing', async () => {
  const [ann, bob] = [await linked(), await linked()]
  await refused(tokenOf(ann.username, { sid: bob.sid }))
})

test('a renewed token is judged like the first', async () => {
  const { id: personId, username, sid, token } = await linked()
  await using client = await gateway.join(username, { cursor: null })
  await unlinkDevice(gateway.storage.db, { id: sid, personId })
  client.send({ type: 'auth', token })
  assert.equal((await client.closed).code, 4401)
})

test('nobody hears a suspension during a break of the connection for events, and it holds after it', async () => {
  const { username, token } = await linked()
  await using client = await gateway.join(username, { token })
  const { pool } = gateway.storage.db
  await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'events' and datname = current_database()`,
  )
  await pool.query('update core.person set suspended_at = now() where username = $1', [username])
  assert.equal((await client.closed).code, 4401)
})

test('an end that could not be looked up at first is looked up again', async () => {
  const { id: personId, username, sid, token } = await linked()
  await using client = await gateway.join(username, { token, cursor: null })
  const { pool } = gateway.storage.db
  const query = pool.query.bind(pool)
  let failures = 2
  const failing = (...asked: unknown[]): unknown =>
    failures-- > 0 ? Promise.reject(new Error('not yet')) : Reflect.apply(query, pool, asked)
  await pool.query('update core.linked_device set expires_at = now() where id = $1', [sid])
  pool.query = failing as typeof pool.query
  try {
    client.send({ type: 'auth', token })
    assert.equal((await client.closed).code, 4401)
  } finally {
    pool.query = query
  }
  await unlinkDevice(gateway.storage.db, { id: sid, personId })
})
