import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { after, before, test, type TestContext } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { createLog } from '../log.ts'
import { connectDatabase } from './connect.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

/** What a server says that takes no session now, or not this one (protocol-message-formats.html, ErrorResponse). */
function refusal(code: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0Mno\0\0`)
  const length = Buffer.alloc(5, 'E')
  length.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([length, fields])
}

/** The way to the server, on which the first connections, as many as `often`, are answered otherwise. */
async function way(t: TestContext, answer: (client: Socket) => void, often = Infinity) {
  let taken = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    open.add(client)
    client.on('close', () => open.delete(client)).on('error', () => client.destroy())
    if ((taken += 1) <= often) return answer(client.resume())
    const upstream = connect(join(storage.target.host, '.s.PGSQL.5432'))
    upstream.on('error', () => client.destroy())
    client.pipe(upstream).pipe(client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const client of open) client.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const log = createLog('silent')
  const reach = (more: { readonly waitMs: number; readonly connectMs?: number }) =>
    connectDatabase({
      ...{ target: { ...storage.target, host: '127.0.0.1', port }, log, applicationName: 'way' },
      ...more,
    })
  return { reach, open, taken: () => taken }
}

const later: Readonly<Record<string, (client: Socket) => void>> = {
  'says nothing': () => undefined,
  'ends the connection, as a proxy without a server does': (client) => client.end(),
  'breaks the connection off': (client) => client.resetAndDestroy(),
  'is starting': (client) => client.once('data', () => client.end(refusal('57P03'))),
}
for (const [what, answer] of Object.entries(later)) {
  test(`a server that ${what} is waited for until it answers`, async (t) => {
    const { reach, taken } = await way(t, answer, 2)
    const db = await reach({ waitMs: 120_000, connectMs: 300 })
    assert.deepEqual((await db.pool.query('select 1 as one')).rows, [{ one: 1 }])
    assert.ok(taken() > 2)
    await db.close()
  })

  test(`a server that ${what} for too long is told, and no connection to it stays`, async (t) => {
    const { reach, open } = await way(t, answer)
    await assert.rejects(reach({ waitMs: 0, connectMs: 100 }), {
      code: 'database_unavailable',
      message: /^The database does not answer: ./,
      remedy: 'Check DATABASE_URL and that the server runs.',
    })
    await Promise.all([...open].map((client) => once(client, 'close')))
  })
}

for (const [code, what] of [
  ['28P01', 'refuses the password'],
  ['28000', 'lets this user in from nowhere'],
  ['3D000', 'has no such database'],
  ['53300', 'has no connection left'],
] as const)
  test(`a server that ${what} is asked once`, async (t) => {
    const { reach, taken } = await way(t, (client) =>
      client.once('data', () => client.end(refusal(code))),
    )
    await assert.rejects(reach({ waitMs: 120_000 }), { code: 'database_unavailable' })
    assert.equal(taken(), 1)
  })

test('who waits for a connection while all are in use is not refused for it', async (t) => {
  const { reach } = await way(t, () => undefined, 0)
  const db = await reach({ waitMs: 120_000, connectMs: 500 })
  t.after(() => db.close())
  const used = await Promise.all(Array.from({ length: 10 }, () => db.pool.connect()))
  const waiting = db.pool.query('select 2 as two')
  await used[0]?.query('select pg_sleep(1)')
  for (const client of used) client.release()
  assert.deepEqual((await waiting).rows, [{ two: 2 }])
})

test('closed twice, or while it is asked, it ends what is under way and nothing else', async () => {
  const { target } = storage
  const db = await connectDatabase({ target, log: createLog('silent'), applicationName: 'twice' })
  const asked = db.pool.query('select pg_sleep(0.1), 3 as three')
  await db.close()
  assert.equal((await asked).rows[0]?.three, 3)
  await db.close()
  await assert.rejects(db.pool.query('select 1'), /after calling end/)
})
