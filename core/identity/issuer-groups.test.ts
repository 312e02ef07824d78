import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { groupFacts } from './group-facts.ts'
import { grantTable } from './grants.ts'
import { addMember, createGroup, EVERYONE, removeMember } from './groups.ts'
import { followIssuerGroups } from './issuer-groups.ts'
import { findOrCreatePerson, removePerson } from './people.ts'
import { reconcileGroups } from './reconcile.ts'

let database: TestDatabase
let db: Database
before(async () => {
  database = await openTestDatabase()
  db = database.db
  for (const name of ['finance', 'ops', 'sales']) await createGroup(db, { name })
  for (const email of [ann, 'bob@acme.com']) await findOrCreatePerson(db, { email })
})
after(() => database.close())
beforeEach(() => db.pool.query('delete from core.membership'))

const ann = 'ann@acme.com'

/** The groups of a person, each with who put them there. */
async function groupsOf(email: string): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ said: string }>(
    `select group_name || ' by ' || origin as said from core.membership where email = $1 order by 1`,
    [email],
  )
  return rows.map(({ said }) => said)
}

test('the newest statement of an issuer replaces its last one', async () => {
  await followIssuerGroups(db, ann, ['sales', 'ops'])
  assert.deepEqual(await groupsOf(ann), ['ops by issuer', 'sales by issuer'])
  await followIssuerGroups(db, ann, ['ops', 'finance'])
  assert.deepEqual(await groupsOf(ann), ['finance by issuer', 'ops by issuer'])
  await followIssuerGroups(db, ann, ['ops', 'finance', 'ops'])
  assert.deepEqual(await groupsOf(ann), ['finance by issuer', 'ops by issuer'])
  await followIssuerGroups(db, ann, [])
  assert.deepEqual(await groupsOf(ann), [])
})

test('what others said stays, also of the same group', async () => {
  await addMember(db, 'sales', ann)
  await reconcileGroups(db, { ops: { members: [ann], tables: [] } })
  await followIssuerGroups(db, ann, ['sales'])
  assert.deepEqual(await groupsOf(ann), ['ops by instance', 'sales by command', 'sales by issuer'])
  await followIssuerGroups(db, ann, [])
  assert.deepEqual(await groupsOf(ann), ['ops by instance', 'sales by command'])
})

test('a statement about one person changes nobody else', async () => {
  await followIssuerGroups(db, 'bob@acme.com', ['sales'])
  await followIssuerGroups(db, ann, ['ops'])
  await followIssuerGroups(db, ann, [])
  assert.deepEqual(await groupsOf('bob@acme.com'), ['sales by issuer'])
})

test('names that are no groups of ours make none, and nobody is put into everyone', async () => {
  const names = ['Sales', 'sales ', 'sales%', '', "x'); drop table core.person; --", EVERYONE]
  await followIssuerGroups(db, ann, [...names, 'x'.repeat(100_000)])
  assert.deepEqual(await groupsOf(ann), [])
  const { rows } = await db.pool.query('select name from core.person_group')
  assert.equal(rows.length, 5)
})

test('of two statements at the same moment one holds, never a mixture', async () => {
  const [one, other] = [['finance', 'sales'], ['ops']]
  for (let round = 0; round < 10; round += 1) {
    await Promise.all([one, other].map((groups) => followIssuerGroups(db, ann, groups ?? [])))
    const found = (await groupsOf(ann)).map((said) => said.split(' ')[0])
    assert.ok([String(one), String(other)].includes(String(found)), String(found))
  }
})

test('the facts of a group tell of each member and each grant who said so', async () => {
  await reconcileGroups(db, { sales: { members: [ann], tables: ['shop/*'] } })
  await addMember(db, 'sales', ann)
  await addMember(db, 'sales', 'bob@acme.com')
  await followIssuerGroups(db, ann, ['sales'])
  await grantTable(db, 'sales', 'shop/*')
  await grantTable(db, 'sales', 'crm/leads')
  const { members, tables, origin } = await groupFacts(db, 'sales')
  assert.deepEqual(members, [
    { value: ann, origins: ['command', 'instance', 'issuer'] },
    { value: 'bob@acme.com', origins: ['command'] },
  ])
  assert.deepEqual(tables, [
    { value: 'crm/leads', origins: ['command'] },
    { value: 'shop/*', origins: ['command', 'instance'] },
  ])
  assert.equal(origin, 'command')
  await assert.rejects(groupFacts(db, 'sale'), { code: 'unknown_group', status: 404 })
})

test('who is in a group by others cannot be taken out by hand, and is told by whom', async () => {
  await followIssuerGroups(db, ann, ['sales'])
  await addMember(db, 'sales', ann)
  await assert.rejects(removeMember(db, 'sales', ann), {
    code: 'member_of_issuer',
    message: `The sign-in service puts ${ann} into sales`,
  })
  // Nothing was done by halves.
  assert.deepEqual(await groupsOf(ann), ['sales by command', 'sales by issuer'])
  await reconcileGroups(db, { sales: { members: [ann], tables: [] } })
  await assert.rejects(removeMember(db, 'sales', ann), { code: 'member_of_instance' })
})

test('what an issuer says of somebody who was removed meanwhile waits for nobody', async () => {
  const cyd = await findOrCreatePerson(db, { email: 'cyd@acme.com' })
  await followIssuerGroups(db, cyd.email, ['sales'])
  await removePerson(db, cyd.id)
  await followIssuerGroups(db, cyd.email, ['sales'])
  assert.deepEqual(await groupsOf(cyd.email), [])
})
