import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import type { Database } from '../database/connect.ts'
import { grantTable } from './grants.ts'
import {
  addMember,
  ADMINISTRATORS,
  createGroup,
  EVERYONE,
  listGroups,
  type Group,
} from './groups.ts'
import { countAdministrators, createPerson } from './people.ts'
import { reconcileGroups } from './reconcile.ts'

let database: TestDatabase
let db: Database

before(async () => {
  database = await openTestDatabase()
  db = database.db
})
after(() => database.close())

async function groups(): Promise<Readonly<Record<string, Pick<Group, 'members' | 'tables'>>>> {
  return Object.fromEntries(
    (await listGroups(db)).map(({ name, members, tables }) => [name, { members, tables }]),
  )
}
const builtIn = {
  [ADMINISTRATORS]: { members: [], tables: ['*'] },
  [EVERYONE]: { members: [], tables: [] },
}

test('groups, members and tables become those of instance.yaml', async () => {
  const sales = { members: ['ann@acme.com', 'bob@acme.com'], tables: ['sales/*'] }
  await reconcileGroups(db, { sales, ops: { members: [], tables: [] } })
  assert.deepEqual(await groups(), { ...builtIn, ops: { members: [], tables: [] }, sales })
})

test('what is no longer in instance.yaml is gone after the next start, and a repeated start changes nothing', async () => {
  const sales = { members: ['bob@acme.com'], tables: ['sales/orders', 'hr/*'] }
  await reconcileGroups(db, { sales })
  await reconcileGroups(db, { sales })
  assert.deepEqual(await groups(), {
    ...builtIn,
    sales: { ...sales, tables: ['hr/*', 'sales/orders'] },
  })
  await reconcileGroups(db, {})
  assert.deepEqual(await groups(), builtIn)
})

test('what commands made stays, beside what instance.yaml says and without it', async () => {
  await createGroup(db, { name: 'lab' })
  await addMember(db, 'lab', 'ann@acme.com')
  await grantTable(db, 'lab', 'lab/*')
  await reconcileGroups(db, {
    lab: { members: ['ann@acme.com', 'bob@acme.com'], tables: ['lab/x'] },
  })
  assert.deepEqual((await groups())['lab'], {
    members: ['ann@acme.com', 'bob@acme.com'],
    tables: ['lab/*', 'lab/x'],
  })
  await reconcileGroups(db, {})
  assert.deepEqual((await groups())['lab'], { members: ['ann@acme.com'], tables: ['lab/*'] })
})

test('a group of instance.yaml that commands have filled outlives its entry', async () => {
  await reconcileGroups(db, {
    joined: { members: [], tables: [] },
    granted: { members: [], tables: [] },
    empty: { members: [], tables: [] },
  })
  await addMember(db, 'joined', 'ann@acme.com')
  await grantTable(db, 'granted', 'hr/*')
  await reconcileGroups(db, {})
  const left = await groups()
  assert.deepEqual(left['joined'], { members: ['ann@acme.com'], tables: [] })
  assert.deepEqual(left['granted'], { members: [], tables: ['hr/*'] })
  assert.equal(left['empty'], undefined)
})

test('administrators and what everyone sees can be named in instance.yaml', async () => {
  await createPerson(db, { email: 'boss@acme.com' })
  await reconcileGroups(db, {
    [ADMINISTRATORS]: { members: ['boss@acme.com'], tables: [] },
    [EVERYONE]: { members: [], tables: ['public/*'] },
  })
  assert.equal(await countAdministrators(db), 1)
  assert.deepEqual((await groups())[EVERYONE], { members: [], tables: ['public/*'] })
  await reconcileGroups(db, {})
  assert.deepEqual((await groups())[ADMINISTRATORS], builtIn[ADMINISTRATORS])
})

test('several servers that start at once agree', async () => {
  const sales = { members: ['ann@acme.com'], tables: ['sales/*'] }
  await Promise.all(Array.from({ length: 8 }, () => reconcileGroups(db, { sales })))
  assert.deepEqual((await groups())['sales'], sales)
})

test('a start that fails in the middle changes nothing', async () => {
  const before = await groups()
  await assert.rejects(
    reconcileGroups(db, { 'Not A Name': { members: [], tables: [] } }),
    /person_group_name_check/,
  )
  assert.deepEqual(await groups(), before)
})
