import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestDatabase } from '../../tests/peers/postgres.ts'
import { activeUsernames } from './active-usernames.ts'
import { followAdmission } from './follow-admission.ts'
import { createPerson } from './people.ts'

test('names of people who may sign in stay; unknown, locked and barred ones are left out', async (t) => {
  const { db, close } = await openTestDatabase()
  t.after(close)
  const ann = await createPerson(db, { email: 'ann@example.com' })
  const bob = await createPerson(db, { email: 'bob@example.com' })
  await db.pool.query('update core.person set suspended_at = now() where id = $1', [bob.id])
  const cyd = await createPerson(db, { email: 'cyd@example.com', invited: false })
  const asked = [ann.username, bob.username, cyd.username, 'nobody']
  const rules = { allowedDomains: ['example.com'], allowedEmails: [] }
  await followAdmission(db, rules)
  assert.deepEqual([...(await activeUsernames(db, asked))].sort(), ['ann', 'cyd'])
  await followAdmission(db, { ...rules, allowedDomains: [] })
  assert.deepEqual(await activeUsernames(db, asked), ['ann'])
})
