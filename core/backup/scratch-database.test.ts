import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createLog } from '../log.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { scratchDatabase } from './scratch-database.ts'

const log = createLog('silent')
let database: TestDatabase
before(async () => {
  database = await openTestDatabase()
})
after(() => database.close())

/** The address of the test's database for a new role that may do what is said. */
async function as(role: string, rights: string): Promise<string> {
  const { pool } = database.db
  await pool.query(`create role ${role} login password 'secret' ${rights}`)
  const url = new URL(database.url)
  url.username = role
  url.password = 'secret'
  return url.href
}

const startOf = async ({ pool }: TestDatabase['db']) =>
  (await pool.query<{ at: Date }>('select pg_postmaster_start_time() as at')).rows[0]?.at.getTime()

async function scratches(): Promise<number> {
  const { rows } = await database.db.pool.query(
    `select 1 from pg_database where datname ~ '^scratch_'`,
  )
  return rows.length
}

test('beside the database of an address there is an empty one of its server, until it is closed', async () => {
  const scratch = await scratchDatabase(database.url, log)
  const { rows } = await scratch.db.pool.query(
    `select pg_encoding_to_char(encoding) as encoding, to_regclass('core.person') as person
     from pg_database where datname = current_database()`,
  )
  assert.deepEqual(rows, [{ encoding: 'UTF8', person: null }])
  assert.equal(await startOf(scratch.db), await startOf(database.db))
  await scratch[Symbol.asyncDispose]()
  assert.equal(await scratches(), 0)
})

test('who may make no database gets a PostgreSQL of their own, which ends with it', async () => {
  const address = await as('plain', 'nocreatedb')
  const scratch = await scratchDatabase(address, log)
  assert.notEqual(await startOf(scratch.db), await startOf(database.db))
  await scratch.db.pool.query('create table t (n int)')
  await scratch[Symbol.asyncDispose]()
  assert.equal(await scratches(), 0)
})

test('a database that was made and then cannot be reached does not stay on the server', async () => {
  const address = await as('one_at_a_time', 'createdb connection limit 1')
  await assert.rejects(scratchDatabase(address, log), {
    code: 'database_unavailable',
    message: /too many connections/,
  })
  assert.equal(await scratches(), 0)
})
