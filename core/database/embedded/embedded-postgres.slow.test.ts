import assert from 'node:assert/strict'
import { chmod, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../../tests/peers/until.ts'
import { createLog } from '../../log.ts'
import { isAlive } from '../../process-start.ts'
import { connectDatabase } from '../connect.ts'
import {
  startEmbeddedPostgres,
  type EmbeddedOptions,
  type EmbeddedPostgres,
} from './embedded-postgres.ts'
import { runningServer, stopServer } from './running-server.ts'

const log = createLog('silent')

/** A data folder on which servers are started; the last of them is stopped at the end. */
async function place(t: TestContext) {
  const [dataDir, runtimeDir] = await Promise.all(
    ['data-', 'run-'].map((name) => mkdtemp(join(tmpdir(), name))),
  )
  assert.ok(dataDir && runtimeDir)
  await chmod(runtimeDir, 0o711)
  const pids = new Set<number>()
  t.after(async () => {
    for (const pid of pids) await stopServer(pid)
    for (const folder of [dataDir, runtimeDir]) await rm(folder, { recursive: true })
  })
  const start = async (more: Partial<EmbeddedOptions> = {}) => {
    const started = await startEmbeddedPostgres({
      ...{ dataDir, runtimeDir, password: 'secret', log, settings: { fsync: 'off' } },
      ...more,
    })
    pids.add(started.pid)
    return started
  }
  return { dataDir, runtimeDir, start }
}

async function ask(server: EmbeddedPostgres, text: string): Promise<readonly unknown[]> {
  const db = await connectDatabase({ target: server.target, log, applicationName: 'asks', max: 1 })
  try {
    return (await db.pool.query(text)).rows as unknown[]
  } finally {
    await db.close()
  }
}

const write = 'create table note as select 1 as kept'
const read = 'select kept from note'

test('what was written is there after a stop, and nobody but its user reaches the server', async (t) => {
  const { dataDir, runtimeDir, start } = await place(t)
  await writeFile(join(dataDir, 'postgres.log'), '')
  await truncate(join(dataDir, 'postgres.log'), 10 * 1024 * 1024 + 1)
  const server = await start()
  await ask(server, write)
  assert.deepEqual(await ask(server, 'show listen_addresses'), [{ listen_addresses: '' }])
  const rights = async (path: string) => (await stat(path)).mode & 0o077
  assert.equal(await rights(join(runtimeDir, 'pg')), 0)
  assert.equal(await rights(join(dataDir, 'postgres')), 0)
  assert.equal(await rights(join(dataDir, 'postgres.log')), 0)
  // A log that grew for years is put aside, once.
  assert.ok((await stat(join(dataDir, 'postgres.log.1'))).size > 10 * 1024 * 1024)
  assert.match(await readFile(join(dataDir, 'postgres.log'), 'utf8'), /ready to accept/)
  await server.stop()
  assert.equal(isAlive(server.pid), false)
  assert.deepEqual(await ask(await start(), read), [{ kept: 1 }])
})

test('a server that a killed stack left behind is taken over, and stopped like one’s own', async (t) => {
  const { start } = await place(t)
  const left = await start()
  await ask(left, write)
  const next = await start()
  assert.equal(next.pid, left.pid)
  assert.deepEqual(await ask(next, read), [{ kept: 1 }])
  await next.stop()
  assert.equal(isAlive(left.pid), false)
})

test('after a server that was killed another one starts, with what was committed', async (t) => {
  const { start } = await place(t)
  const killed = await start()
  await ask(killed, write)
  process.kill(killed.pid, 'SIGKILL')
  await until(() => !isAlive(killed.pid))
  const next = await start()
  assert.notEqual(next.pid, killed.pid)
  assert.deepEqual(await ask(next, read), [{ kept: 1 }])
})

// The start failed, though a moment later the last of them was gone.
test('processes of a killed server that are slow to end are waited for', async (t) => {
  const { dataDir, start } = await place(t)
  const killed = await start()
  await ask(killed, write)
  const db = await connectDatabase({ target: killed.target, log, applicationName: 'slow', max: 1 })
  const { rows } = await db.pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = rows[0]?.pid
  assert.ok(pid)
  process.kill(pid, 'SIGSTOP')
  process.kill(killed.pid, 'SIGKILL')
  await until(() => !isAlive(killed.pid))
  const starting = start()
  const said = async () => readFile(join(dataDir, 'postgres.log'), 'utf8')
  await until(async () => (await said()).includes('pre-existing shared memory block'))
  process.kill(pid, 'SIGKILL')
  await db.close()
  assert.deepEqual(await ask(await starting, read), [{ kept: 1 }])
})

test('a server whose socket was cleaned away is ended first: two on one folder would ruin it', async (t) => {
  const { runtimeDir, start } = await place(t)
  const left = await start()
  await ask(left, write)
  await rm(join(runtimeDir, 'pg'), { recursive: true })
  const next = await start()
  assert.notEqual(next.pid, left.pid)
  assert.equal(isAlive(left.pid), false)
  assert.deepEqual(await ask(next, read), [{ kept: 1 }])
})

test('another password than that of the cluster is told, with where to read more, and no server stays', async (t) => {
  const { dataDir, start } = await place(t)
  const server = await start()
  await server.stop()
  await assert.rejects(start({ password: 'another' }), {
    code: 'database_not_started',
    message: /password authentication failed[^]*FATAL/,
    remedy: `Read ${join(dataDir, 'postgres.log')}, or set DATABASE_URL.`,
  })
  await assert.rejects(readFile(join(dataDir, 'postgres/postmaster.pid')), { code: 'ENOENT' })
  await start()
})

test('a server that ends at once is told with its last words, and nobody waits for it', async (t) => {
  const { start } = await place(t)
  await assert.rejects(start({ settings: { shared_buffers: 'many' } }), {
    code: 'database_not_started',
    message: /FATAL: +invalid value for parameter "shared_buffers"/,
  })
  await start()
})

test('the waiting for a server that recovers can be ended, and ends it', async (t) => {
  const { dataDir, start } = await place(t)
  await (await start()).stop()
  await writeFile(join(dataDir, 'postgres/standby.signal'), '')
  const settings = { fsync: 'off', hot_standby: 'off' }
  const rejected = assert.rejects(start({ settings, signal: AbortSignal.timeout(2000) }), {
    code: 'database_not_started',
  })
  await rejected
  assert.equal(await runningServer(join(dataDir, 'postgres')), undefined)
})

test('a server that recovers for longer than a start takes is waited for', async (t) => {
  const { dataDir, start } = await place(t)
  const server = await start()
  await ask(server, write)
  await server.stop()
  // It follows another's log and lets nobody in, until it is told that this was the end of it.
  await writeFile(join(dataDir, 'postgres/standby.signal'), '')
  const recovering = start({ settings: { fsync: 'off', hot_standby: 'off' } })
  await sleep(16_000)
  const pid = await runningServer(join(dataDir, 'postgres'))
  assert.ok(pid)
  await writeFile(join(dataDir, 'postgres/promote'), '')
  process.kill(pid, 'SIGUSR1')
  assert.equal((await recovering).pid, pid)
  assert.deepEqual(await ask(await recovering, read), [{ kept: 1 }])
})
