import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestDatabase } from '../../tests/peers/postgres.ts'
import { activeUsernames } from './active-usernames.ts'
import { createPerson } from './people.ts'

test('names of people who may sign in stay; unknown and locked ones are left out', async (t) => {
  const { db, close } = await openTestDatabase()
  t.after(close)
  const ann = await createPerson(db, { email: 'ann@example.com' })
  const bob = await createPerson(db, { email: 'bob@example.com' })
  await db.pool.query('update core.person set suspended_at = now() where id = $1', [bob.id])
  assert.deepEqual(await activeUsernames(db, [ann.username, bob.username, 'nobody']), [
    ann.username,
  ])
})
