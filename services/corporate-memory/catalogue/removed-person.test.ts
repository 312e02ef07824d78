import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { createPerson, removePerson } from '#core/identity/people.ts'
import { removalPlan } from '#core/identity/removal-plan.ts'
import { openTestMemory, type TestMemory } from '../../../tests/peers/memory.ts'
import { importLegacy } from '../legacy/import-legacy.ts'
import { castVote } from '../review/cast-vote.ts'
import { withdrawSource } from '../review/withdraw-source.ts'
import { loadViews } from '../views/load-views.ts'
import { ownNote } from '../views/own-note.ts'

let memory: TestMemory
const shared = '- Revenue is net of refunds since the change of the ledger.'
const notes = {
  ann: `${shared}\n- Campaign names hold the country behind the first dash.\n- The depot of the north opens on Mondays.`,
  bob: shared,
}

before(async () => {
  memory = await openTestMemory()
})
after(() => memory[Symbol.asyncDispose]())
beforeEach(async () => {
  await memory.empty()
  await memory.db.pool.query('truncate core.person cascade')
})

const statusOf = async (words: string) => (await memory.item(words)).status

test('before a person is removed it is told how many items go and stay, and so it happens', async () => {
  const { db } = memory
  const { id } = await createPerson(db, { email: 'ann@acme.com' })
  await memory.collect(notes)
  await castVote(
    db,
    { username: 'ann', id: (await memory.item('Revenue')).id, vote: 1 },
    { needed: 0 },
  )
  await withdrawSource(db, { username: 'ann', id: (await memory.item('depot')).id })
  const told = async (username: string) =>
    (await removalPlan(db, username)).map(({ what, count }) => [what.split(':')[0], count])
  assert.deepEqual(await told('ann'), [
    ['Memory items that only they say, in their note or by an import', 1],
    ['Memory items that others say too', 1],
    ['Votes for memory items', 1],
  ])
  assert.deepEqual(await told('bob'), [['Memory items that others say too', 1]])
  assert.deepEqual(await told('nobody'), [])

  await removePerson(db, id)
  assert.deepEqual(await told('ann'), [])
  await memory.collect({ bob: notes.bob })
  assert.deepEqual(
    [await statusOf('Campaign'), await statusOf('Revenue')],
    ['withdrawn', 'pending'],
  )
})

test('who gets the username later is not the author of what its first owner wrote, nor reads what they took back', async () => {
  const { db } = memory
  const first = await createPerson(db, { email: 'ann@acme.com' })
  await memory.collect(notes)
  const { id } = await memory.item('depot')
  await withdrawSource(db, { username: 'ann', id })
  const own = async () => {
    const { items, takenBack } = await ownNote(db.pool, 'ann', await loadViews(db.pool, 'ann'))
    return [items.length, takenBack.length]
  }
  assert.deepEqual(await own(), [2, 1])
  await removePerson(db, first.id)
  const second = await createPerson(db, { email: 'ann@elsewhere.com' })
  assert.equal(second.username, 'ann')
  assert.deepEqual(await own(), [0, 0])
  await assert.rejects(withdrawSource(db, { username: 'ann', id }), { code: 'unknown_source' })

  await memory.collect({ ...notes, ann: shared })
  assert.deepEqual(await own(), [1, 0])
  await removePerson(db, second.id)
  await memory.collect({ bob: '' })
  assert.equal(await statusOf('Revenue'), 'withdrawn', 'neither ann says it any more')
})

const imported = (content: string, ...users: string[]) => ({
  title: content.slice(0, 30),
  content,
  category: 'workflow' as const,
  tags: [],
  source_users: users,
})

test('what was imported of a person stayed when they were removed, and nobody could take it back: it goes with them', async () => {
  const { db } = memory
  const { id } = await createPerson(db, { email: 'ann@acme.com' })
  await createPerson(db, { email: 'bob@acme.com' })
  const items = new Map([
    ['km_000000000001', imported('The archive of orders is emptied in May.', 'ann')],
    ['km_000000000002', imported('The gateway of payments refuses bulk requests.', 'ann', 'bob')],
    ['km_000000000003', imported('Vouchers are booked when they are used.', 'ann')],
    ['km_000000000004', imported('The nightly load begins at two.')],
  ])
  await importLegacy(db, { items, votes: new Map() }, { needed: 0 })
  await memory.decide(await memory.item('archive'), 'accept')
  // What the note says takes the place of what was imported.
  const bob = '- Vouchers are booked when they are used.'
  await memory.collect({ bob })
  const told = (await removalPlan(db, 'ann')).map(({ what, count }) => [what, count])
  assert.deepEqual(told, [
    [
      'Memory items that only they say, in their note or by an import: withdrawn by the next collection',
      1,
    ],
    ['Memory items that others say too: they stay', 2],
  ])
  await removePerson(db, id)
  await memory.collect({ bob })
  assert.deepEqual(
    [await statusOf('archive'), await statusOf('gateway'), await statusOf('Vouchers')],
    ['withdrawn', 'pending', 'pending'],
  )
  assert.equal(await statusOf('nightly'), 'pending', 'what nobody is known to have said stays')
  await memory.collect({ bob: `${bob}\n- The archive of orders is emptied in May.` })
  assert.equal(await statusOf('archive'), 'accepted', 'it comes back when somebody says it')
})
