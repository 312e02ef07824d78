import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import {
  addMember,
  ADMINISTRATORS,
  createGroup,
  EVERYONE,
  listGroups,
  removeGroup,
  removeMember,
} from './groups.ts'
import { createPerson, findPersonByEmail } from './people.ts'
import { reconcileGroups } from './reconcile.ts'

let database: TestDatabase
let db: Database

before(async () => {
  database = await openTestDatabase()
  db = database.db
})
after(() => database.close())

const code = (expected: string) => (error: { code?: string }) => error.code === expected
const groupNamed = async (name: string) =>
  (await listGroups(db)).find((group) => group.name === name)

test('a new installation has administrators, who see all, and everyone, who see nothing', async () => {
  assert.deepEqual(
    (await listGroups(db)).map(({ name, members, tables }) => ({ name, members, tables })),
    [
      { name: ADMINISTRATORS, members: [], tables: ['*'] },
      { name: EVERYONE, members: [], tables: [] },
    ],
  )
})

test('a group is made once, by a name that is fit', async () => {
  await createGroup(db, { name: 'sales', description: 'Who sells' })
  assert.equal((await groupNamed('sales'))?.description, 'Who sells')
  await assert.rejects(createGroup(db, { name: 'sales' }), code('group_exists'))
  for (const name of [
    '',
    'Sales',
    '1st',
    'a b',
    "a'; drop table core.person; --",
    'a'.repeat(64),
  ]) {
    await assert.rejects(createGroup(db, { name }), code('invalid_group'))
  }
})

test('a membership waits for a person who was never here', async () => {
  await addMember(db, 'sales', 'Early@ACME.com')
  const person = await createPerson(db, { email: 'early@acme.com' })
  assert.deepEqual(person.groups, ['sales'])
  await addMember(db, 'sales', 'early@acme.com')
  assert.deepEqual((await groupNamed('sales'))?.members, ['early@acme.com'])
})

test('who is taken out is out, and who was not in is told', async () => {
  await removeMember(db, 'sales', 'EARLY@acme.com')
  assert.deepEqual((await findPersonByEmail(db, 'early@acme.com'))?.groups, [])
  await assert.rejects(removeMember(db, 'sales', 'early@acme.com'), code('unknown_member'))
})

test('whom instance.yaml puts into a group is taken out there, and not seemingly here', async () => {
  await reconcileGroups(db, { ops: { members: ['olga@acme.com'], tables: [] } })
  await addMember(db, 'ops', 'olga@acme.com')
  await assert.rejects(removeMember(db, 'ops', 'olga@acme.com'), {
    code: 'member_of_instance',
    remedy: /Take the address out there/,
  })
  assert.deepEqual((await groupNamed('ops'))?.members, ['olga@acme.com'])
})

test('nobody is put into everyone, where all are', async () => {
  await assert.rejects(addMember(db, EVERYONE, 'ann@acme.com'), code('implicit_group'))
})

test('a group that does not exist is an error that says how to make it', async () => {
  for (const use of [
    () => addMember(db, 'nowhere', 'ann@acme.com'),
    () => removeMember(db, 'nowhere', 'ann@acme.com'),
    () => removeGroup(db, 'nowhere'),
  ]) {
    await assert.rejects(use(), { code: 'unknown_group', remedy: /group create nowhere/ })
  }
})

test('a command removes the groups of commands, with their members, and no others', async () => {
  await createGroup(db, { name: 'brief' })
  await addMember(db, 'brief', 'early@acme.com')
  await removeGroup(db, 'brief')
  assert.deepEqual((await findPersonByEmail(db, 'early@acme.com'))?.groups, [])
  for (const name of [ADMINISTRATORS, EVERYONE, 'ops']) {
    await assert.rejects(removeGroup(db, name), code('group_not_yours'))
  }
})
