import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findByOriginalName } from '#core/import/person-of.ts'
import { createPerson } from '#core/identity/people.ts'
import { openTestMemory } from '../../../tests/peers/memory.ts'
import type { OldItem, Vote } from './legacy-files.ts'
import { nameHere } from './name-here.ts'

const item = (...source_users: readonly string[]): OldItem => ({
  title: 'Revenue',
  content: 'Revenue is net of refunds.',
  category: 'workflow',
  tags: [],
  source_users: [...source_users],
})
const [one, two] = ['km_000000000001', 'km_000000000002']

test('people keep their votes and notes under the names that they have here, and nobody gets another’s', async () => {
  await using memory = await openTestMemory()
  const { db } = memory
  // The second ann has the username that the first one could not get.
  await createPerson(db, { email: 'ann@elsewhere.com' })
  const ann = await createPerson(db, { email: 'ann@acme.com' })
  await createPerson(db, { email: 'bob@elsewhere.com' })
  assert.notEqual(ann.username, 'ann')
  const personOf = findByOriginalName(db, ['acme.com'])

  const on = (id: string, vote: Vote) => new Map([[id, vote]])
  const votes = new Map([
    ['ann', on(one, 1)],
    ['bob', on(one, -1)],
    ['zoe', on(two, 1)],
    ['ann_elsewhere_com', on(two, -1)],
  ])
  const items = new Map([
    [one, item('ann', 'bob', 'zoe')],
    [two, item('bob')],
  ])
  const { legacy, strangers } = await nameHere({ items, votes }, { db, personOf })
  assert.deepEqual(
    [...legacy.votes],
    [
      [ann.username, new Map([[one, 1]])],
      ['zoe', new Map([[two, 1]])],
      ['ann', new Map([[two, -1]])],
    ],
  )
  assert.deepEqual(legacy.items.get(one)?.source_users, [ann.username, 'zoe'])
  assert.deepEqual(legacy.items.get(two)?.source_users, [])
  assert.deepEqual(strangers, ['bob'])

  const nobody = await nameHere({ items: new Map(), votes: new Map() }, { db, personOf })
  assert.deepEqual([nobody.legacy.items.size, nobody.legacy.votes.size], [0, 0])
  assert.deepEqual(nobody.strangers, [])
})
