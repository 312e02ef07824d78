import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { join } from 'node:path'
import { createPerson } from '#core/identity/people.ts'
import { openTestDatabase, type TestDatabase } from '../../../tests/peers/postgres.ts'
import { openRecoveryCodes, type RecoveryCodes } from './recovery-codes.ts'

let database: TestDatabase
let codes: RecoveryCodes

before(async () => {
  const dir = join(import.meta.dirname, '../migrations')
  database = await openTestDatabase([{ owner: 'auth-password', dir }])
  codes = openRecoveryCodes(database.db)
})
after(() => database.close())

let people = 0
async function person(): Promise<string> {
  people += 1
  return (await createPerson(database.db, { email: `p${people}@acme.com` })).id
}

test('ten codes are made, each of four groups without a letter that looks like another', async () => {
  const made = await codes.renew(await person())
  assert.equal(new Set(made).size, 10)
  for (const code of made) assert.match(code, /^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){3}$/)
})

test('a code works once, however it is written, and leaves the others', async () => {
  const id = await person()
  const [first = '', second = '', third = '', ...rest] = await codes.renew(id)
  assert.equal(await codes.use(id, ` ${first.toUpperCase()} `), true)
  assert.equal(await codes.use(id, second.replaceAll('-', '')), true)
  assert.equal(await codes.use(id, [...third].join(' ')), true)
  for (const used of [first, second, third]) assert.equal(await codes.use(id, used), false)
  assert.equal(await codes.left(id), 7)
  for (const code of rest) assert.equal(await codes.use(id, code), true)
  assert.equal(await codes.left(id), 0)
})

test('nothing, a part of a code, two codes in one and a code with a tail are no code', async () => {
  const id = await person()
  const [first = '', second = ''] = await codes.renew(id)
  for (const wrong of [
    '',
    '-',
    first.slice(0, -1),
    first.slice(5),
    `${first}a`,
    `${first} ${second}`,
    `${' '.repeat(100)}${first}`,
    first.replace(/^./, 'l'),
    `${first}\0x`,
    'x'.repeat(100_000),
  ])
    assert.equal(await codes.use(id, wrong), false, wrong.slice(0, 40))
  assert.equal(await codes.left(id), 10)
})

test('one person’s code opens nobody else’s account, and is not used up by the try', async () => {
  const [ann, bob] = [await person(), await person()]
  const [first = ''] = await codes.renew(ann)
  await codes.renew(bob)
  assert.equal(await codes.use(bob, first), false)
  assert.deepEqual([await codes.left(ann), await codes.left(bob)], [10, 10])
  assert.equal(await codes.use(ann, first), true)
})

test('of twenty who use one code at the same moment, one succeeds', async () => {
  const id = await person()
  const [first = ''] = await codes.renew(id)
  const tries = await Promise.all(Array.from({ length: 20 }, () => codes.use(id, first)))
  assert.equal(tries.filter(Boolean).length, 1)
  assert.equal(await codes.left(id), 9)
})

test('of several who renew at once, the codes of one count and those of all others do not', async () => {
  const id = await person()
  const before = await codes.renew(id)
  const sets = await Promise.all(Array.from({ length: 5 }, () => codes.renew(id)))
  assert.equal(await codes.left(id), 10)
  assert.equal(await codes.use(id, before[0] ?? ''), false)
  const good = await Promise.all(sets.map(([first = '']) => codes.use(id, first)))
  assert.equal(good.filter(Boolean).length, 1)
})

test('removing takes those of the person alone', async () => {
  const [ann, bob] = [await person(), await person()]
  const [first = ''] = await codes.renew(ann)
  await codes.renew(bob)
  await codes.remove(ann)
  await codes.remove(ann)
  assert.equal(await codes.use(ann, first), false)
  assert.deepEqual([await codes.left(ann), await codes.left(bob)], [0, 10])
})
