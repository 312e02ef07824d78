import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { homesOfPeople } from './homes-of-people.ts'
import { createPerson, removePerson, suspendPerson } from './people.ts'

let storage: TestDatabase
let homes: string
before(async () => {
  storage = await openTestDatabase()
  homes = await mkdtemp(join(tmpdir(), 'homes-'))
  for (const name of ['ann', 'bob', 'left', '.cache', 'lost+found']) await mkdir(join(homes, name))
  await symlink('/etc', join(homes, 'cid'))
  await writeFile(join(homes, 'notes.txt'), '')
})
after(async () => {
  await storage.close()
  await rm(homes, { recursive: true })
})

const NOT_A_NAME = { home: '.cache', reason: 'no username looks like this' }
const LINK = { home: 'cid', reason: 'it is a link' }
const byHome = (a: { readonly home: string }, b: { readonly home: string }) =>
  a.home.localeCompare(b.home)

test('where nobody is known yet every home is taken, but for what can be nobody’s', async () => {
  const { people, passedOver, owned, homeless } = await homesOfPeople(storage.db, homes)
  assert.deepEqual([people, owned, homeless], [['ann', 'bob', 'left'], false, []])
  assert.deepEqual(passedOver.toSorted(byHome), [NOT_A_NAME, LINK])
})

test('a home whose person is gone is passed over with the reason, and comes back to nobody', async () => {
  for (const name of ['ann', 'bob', 'cid', 'dee'])
    await createPerson(storage.db, { email: `${name}@acme.com` })
  const left = await createPerson(storage.db, { email: 'left@acme.com' })
  assert.deepEqual((await homesOfPeople(storage.db, homes)).people, ['ann', 'bob', 'left'])
  await removePerson(storage.db, left.id)
  const found = await homesOfPeople(storage.db, homes)
  assert.deepEqual([found.people, found.owned], [['ann', 'bob'], true])
  assert.deepEqual(found.passedOver.toSorted(byHome), [
    NOT_A_NAME,
    LINK,
    { home: 'left', reason: 'nobody has this username' },
  ])
  // `cid` has a home, only that it is a link: that is told above.
  assert.deepEqual(found.homeless, ['dee'])
})

test('who is locked out keeps their home: what lies there is theirs', async () => {
  const eve = await createPerson(storage.db, { email: 'eve@acme.com' })
  await mkdir(join(homes, 'eve'))
  await suspendPerson(storage.db, eve.id)
  assert.ok((await homesOfPeople(storage.db, homes)).people.includes('eve'))
})

test('homes that are not mounted make everybody homeless, and nobody’s home is made up', async () => {
  for (const folder of [join(homes, 'no such folder'), join(homes, 'notes.txt')]) {
    const { people, passedOver, homeless } = await homesOfPeople(storage.db, folder)
    assert.deepEqual([people, passedOver], [[], []])
    assert.deepEqual([...homeless].sort(), ['ann', 'bob', 'cid', 'dee', 'eve'])
  }
})
