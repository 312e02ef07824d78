import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { inTransaction } from './in-transaction.ts'

let database: TestDatabase
let db: Database

before(async () => {
  database = await openTestDatabase()
  db = database.db
  await db.pool.query('create table counter (value integer not null)')
  await db.pool.query('insert into counter values (0)')
})
after(() => database.close())

const valueOf = async (client: Pick<Database['pool'], 'query'>) =>
  (await client.query<{ value: number }>('select value from counter')).rows[0]?.value ?? NaN

test('changes that take turns lose nothing of one another', async () => {
  const addOne = () =>
    inTransaction(db, 'counter', async (client) => {
      const value = await valueOf(client)
      await client.query('update counter set value = $1', [value + 1])
    })
  await Promise.all(Array.from({ length: 20 }, addOne))
  assert.equal(await valueOf(db.pool), 20)
})

test('a change that throws leaves nothing, and its error comes through', async () => {
  await assert.rejects(
    inTransaction(db, 'counter', async (client) => {
      await client.query('update counter set value = 99')
      throw new RangeError('no')
    }),
    RangeError,
  )
  assert.equal(await valueOf(db.pool), 20)
})

test('a connection that breaks in the middle is not handed to anybody else', async () => {
  await assert.rejects(
    inTransaction(db, 'counter', async (client) => {
      // The server ends the connection; without a listener the client's complaint would end the process.
      client.on('error', () => undefined)
      await client.query('select pg_terminate_backend(pg_backend_pid())')
    }),
  )
  for (let asked = 0; asked < 30; asked += 1) assert.equal(await valueOf(db.pool), 20)
})
