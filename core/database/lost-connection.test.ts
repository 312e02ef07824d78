import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { until } from '../../tests/peers/until.ts'
import { inTransaction } from '../identity/in-transaction.ts'
import { createLog } from '../log.ts'
import { migrate } from './migrate.ts'

/** What is said of a connection that has ended: by the server, by the client, or by the socket it was writing to. */
const ENDED = /not queryable|terminat|ECONNRESET|EPIPE/i

// node:test fails a test during which an error is caught by nobody, as it would end the process.
let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

const kill = async (pid: unknown) => {
  const { pool } = storage.db
  await pool.query('select pg_terminate_backend($1)', [pid])
  await until(async () => {
    const { rowCount } = await pool.query('select from pg_stat_activity where pid = $1', [pid])
    return rowCount === 0
  })
}
const isWhole = async () => {
  const { rows } = await storage.db.pool.query('select 1 as whole')
  assert.deepEqual(rows, [{ whole: 1 }])
}

test('a connection that ends in the middle of a transaction fails the transaction, with the reason, and nothing else', async () => {
  const suicide = inTransaction(storage.db, 'turn', async (client) => {
    await client.query('create table core.half (n int)')
    await client.query('select pg_terminate_backend(pg_backend_pid())')
  })
  await assert.rejects(suicide, /terminat/i)
  const { rows } = await storage.db.pool.query(`select to_regclass('core.half') as half`)
  assert.deepEqual(rows, [{ half: null }])
  await isWhole()
})

test('a connection that ends while its holder does something else does not end the process', async () => {
  const waiting = inTransaction(storage.db, 'turn', async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    await kill(rows[0]?.pid)
    await client.query('select 1')
  })
  await assert.rejects(waiting, ENDED)
  const built = storage.db
    .of<object>('core')
    .transaction()
    .execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(
        transaction,
      )
      await kill(rows[0]?.pid)
      await sql`select 1`.execute(transaction)
    })
  await assert.rejects(built, ENDED)
  await isWhole()
})

test('a migration whose connection ends is named, leaves nothing, and goes through when it is tried again', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'migrations-'))
  t.after(() => rm(dir, { recursive: true }))
  await writeFile(
    join(dir, '001-once.sql'),
    `create table lost.a (n int);
     select pg_terminate_backend(pg_backend_pid()) where not exists (select from core.job)`,
  )
  const run = () => migrate(storage.db, [{ owner: 'lost', dir }], createLog('silent'))
  await assert.rejects(run(), { name: 'ConfigError', message: /001-once\.sql: .*terminat/i })
  await storage.db.pool.query(
    `insert into core.job (name, status, started_at) values ('x', 'ok', now())`,
  )
  assert.deepEqual(await run(), ['lost/001-once.sql'])
})
