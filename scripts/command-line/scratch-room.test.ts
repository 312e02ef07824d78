import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { scratchRoom } from './scratch-room.ts'

type Input = Parameters<typeof scratchRoom>[0]

const roomOf = (DATABASE_URL?: string) =>
  scratchRoom({
    env: { DATABASE_URL },
    paths: { dataDir: import.meta.dirname },
    units: { services: [{ manifest: { id: 'postgres', role: 'database' } }] },
  } as unknown as Input)

test('the room for a copy is looked at where the database lies, when that is this machine', async () => {
  for (const [address, path] of [
    [undefined, tmpdir()],
    ['postgres://stack@postgres:5432/stack', import.meta.dirname],
    ['postgres://stack@127.77.0.4:5432/stack', import.meta.dirname],
    ['postgres://stack@[::1]/stack', import.meta.dirname],
    ['postgres://stack@localhost/stack?host=/run/postgresql', import.meta.dirname],
    ['postgres://stack@localhost.acme.com/stack', undefined],
    ['postgres://stack@127.acme.com/stack', undefined],
    ['postgres://stack@db:5432/stack', undefined],
    ['host=localhost dbname=stack', undefined],
    ['postgres://stack@localhost/stack?host=db.acme.com', undefined],
  ] as const) {
    const room = await roomOf(address)
    assert.equal(room?.path, path, address)
    assert.ok(!room || (Number.isSafeInteger(room.bytes) && room.bytes > 0), address)
  }
})
