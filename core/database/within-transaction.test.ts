import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { inTransaction } from '../identity/in-transaction.ts'
import { createPerson, listPeople } from '../identity/people.ts'
import type { Database } from './connect.ts'
import { withinTransaction } from './within-transaction.ts'

let storage: TestDatabase

before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

interface Tables {
  person: { email: string; name: string }
}

const emails = async () => (await listPeople(storage.db)).map(({ email }) => email)

/** A row by each of the ways that code has: the pool, a transaction, and the query builder. */
async function addThree(db: Database, name: string): Promise<void> {
  await createPerson(db, { email: `${name}-a@acme.com` })
  await inTransaction(db, 'turn', (client) =>
    client.query(
      `insert into core.person (email, username, name) values ($1 || '-b@acme.com', $1 || 'b', '')`,
      [name],
    ),
  )
  await db
    .of<Tables>('core')
    .updateTable('person')
    .set({ name: 'changed' })
    .where('email', '=', `${name}-a@acme.com`)
    .execute()
  assert.equal(
    (await listPeople(db)).find(({ email }) => email === `${name}-a@acme.com`)?.name,
    'changed',
  )
}

test('what is kept is there afterwards, however it was written; nobody sees it before', async () => {
  await withinTransaction(storage.db, { keep: true }, async (db) => {
    await addThree(db, 'kept')
    assert.deepEqual(await emails(), [])
  })
  assert.deepEqual(await emails(), ['kept-a@acme.com', 'kept-b@acme.com'])
})

test('what is not to be kept, or ends with an error, leaves nothing, and the connection serves others', async () => {
  await withinTransaction(storage.db, { keep: false }, (db) => addThree(db, 'tried'))
  const failing = withinTransaction(storage.db, { keep: true }, async (db) => {
    await addThree(db, 'failed')
    throw new Error('on the way')
  })
  await assert.rejects(failing, /on the way/)
  assert.deepEqual(await emails(), ['kept-a@acme.com', 'kept-b@acme.com'])
  assert.equal(storage.db.pool.idleCount, storage.db.pool.totalCount)
})

test('a transaction inside that fails takes back its own part alone', async () => {
  await withinTransaction(storage.db, { keep: true }, async (db) => {
    await createPerson(db, { email: 'outer@acme.com' })
    const inner = inTransaction(db, 'turn', async (client) => {
      await client.query(
        `insert into core.person (email, username, name) values ('inner@acme.com', 'inner', '')`,
      )
      await client.query('select 1 / 0')
    })
    await assert.rejects(inner, /division by zero/)
    assert.equal((await listPeople(db)).length, 3)
  })
  assert.ok((await emails()).includes('outer@acme.com'))
})
