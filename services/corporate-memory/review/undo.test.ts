import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openTestMemory, type TestMemory } from '../../../tests/peers/memory.ts'
import { castVote } from './cast-vote.ts'
import { editedText, editItem } from './edit-item.ts'
import { mergeItems } from './merge-items.ts'
import { splitItem } from './split-item.ts'
import { undo } from './undo.ts'
import { countingVotes } from './votes.ts'

let memory: TestMemory
const actor = 'rita'
const notes = {
  ann: '- Revenue is net of refunds since the change of the ledger.\n- Campaign names hold the country behind the first dash.',
  bob: '- Revenue is net of refunds since the change of the ledger.\n- The depot of the north opens on Mondays.',
}

before(async () => {
  memory = await openTestMemory()
})
after(() => memory[Symbol.asyncDispose]())
beforeEach(async () => {
  await memory.empty()
  await memory.collect(notes)
})

const vote = (username: string, id: string, value: -1 | 0 | 1, needed = 0) =>
  castVote(memory.db, { username, id, vote: value }, { needed })

async function lastEvent(): Promise<number> {
  const { rows } = await memory.db.pool.query<{ id: number }>(
    'select max(id) as id from corporate_memory.event where undone_at is null',
  )
  return rows[0]?.id ?? 0
}

const undoLast = async () => undo(memory.db, actor, await lastEvent())

/** Who voted how, of the votes that count. */
async function votesOn(id: string): Promise<object> {
  const votes = await countingVotes(memory.db.pool, [id])
  return Object.fromEntries(votes.map(({ username, vote: value }) => [username, value]))
}

const statusOf = async (words: string) => (await memory.item(words)).status

test('votes that were cast since an acceptance outlive its undo, and so do those of authors', async () => {
  const item = await memory.item('Revenue')
  await vote('ann', item.id, 1)
  await memory.decide(item, 'accept')
  await vote('cyd', item.id, -1)
  await undoLast()
  assert.equal(await statusOf('Revenue'), 'pending')
  assert.deepEqual(await votesOn(item.id), { ann: 1, cyd: -1 })
})

test('an acceptance by votes can be undone, and no vote is lost by that', async () => {
  const { id } = await memory.item('Revenue')
  for (const username of ['ann', 'cyd', 'dan']) await vote(username, id, 1, 2)
  assert.equal(await statusOf('Revenue'), 'accepted')
  await undoLast()
  assert.equal(await statusOf('Revenue'), 'pending')
  assert.deepEqual(await votesOn(id), { ann: 1, cyd: 1, dan: 1 })
})

test('after a merge that is undone each vote is where it was, one that was cast since counts, one that was taken back does not', async () => {
  const [from, into] = [await memory.item('Campaign'), await memory.item('depot')]
  await vote('cyd', from.id, 1)
  await vote('dan', from.id, 1)
  await vote('eve', into.id, 1)
  await mergeItems(memory.db, { actor, from: from.id, into: into.id })
  await vote('dan', into.id, 0)
  await vote('eve', into.id, -1)
  await vote('fay', into.id, 1)
  assert.deepEqual(await votesOn(into.id), { cyd: 1, eve: -1, fay: 1 })
  await undoLast()
  assert.deepEqual(await votesOn(from.id), { cyd: 1 })
  assert.deepEqual(await votesOn(into.id), { eve: -1, fay: 1 })
})

test('items that were merged one into another come apart one by one, the last merge first', async () => {
  const [a, b, c] = [
    await memory.item('Revenue'),
    await memory.item('Campaign'),
    await memory.item('depot'),
  ]
  await mergeItems(memory.db, { actor, from: a.id, into: b.id })
  const first = await lastEvent()
  await mergeItems(memory.db, { actor, from: b.id, into: c.id })
  await memory.collect({ ...notes, fay: notes.ann })
  assert.equal((await memory.items()).length, 3, 'what was merged twice is still the same')
  await assert.rejects(undo(memory.db, actor, first), { code: 'changed_since' })
  await undoLast()
  assert.deepEqual(
    [await statusOf('Revenue'), await statusOf('Campaign'), await statusOf('depot')],
    ['merged', 'pending', 'pending'],
  )
  await undoLast()
  assert.equal(await statusOf('Revenue'), 'pending')
  await memory.collect({ ann: notes.ann, bob: '' })
  assert.deepEqual([await statusOf('Revenue'), await statusOf('depot')], ['pending', 'withdrawn'])
})

test('a title that was edited is taken back as a newer version, so that nobody edits the older one', async () => {
  const item = await memory.item('Revenue')
  const text = editedText.parse({ ...item, title: 'Net revenue', tags: item.tags.join(' ') })
  await editItem(memory.db, { actor, id: item.id, version: 1, text })
  await undoLast()
  const back = await memory.item('Revenue')
  assert.deepEqual([back.title, back.version], [item.title, 3])
  const { rows } = await memory.db.pool.query<{ title: string }>(
    'select title from corporate_memory.item_version where item_id = $1 order by version',
    [item.id],
  )
  assert.deepEqual(
    rows.map(({ title }) => title),
    [item.title, 'Net revenue', item.title],
  )
  await assert.rejects(editItem(memory.db, { actor, id: item.id, version: 2, text }), {
    code: 'text_changed',
  })
})

test('a split that is undone leaves one item, also after the next collection, and can be made again', async () => {
  const { id } = await memory.item('Revenue')
  const { rows } = await memory.db.pool.query<{ block: string }>(
    `select block from corporate_memory.source where item_id = $1 and username = 'bob'`,
    [id],
  )
  const request = { actor, id, username: 'bob', block: rows[0]?.block ?? '' }
  const own = await splitItem(memory.db, request)
  await undoLast()
  await memory.collect({ ...notes, cyd: 'Nothing new.' })
  const living = async () =>
    (await memory.items())
      .filter(({ content, status }) => content.startsWith('Revenue') && status === 'pending')
      .map((item) => item.id)
  assert.deepEqual(await living(), [id])
  const again = await splitItem(memory.db, request)
  assert.notEqual(again, own)
  assert.deepEqual((await living()).toSorted(), [id, again].toSorted())
})

test('what the notes did, and what is not there, cannot be undone', async () => {
  await assert.rejects(undoLast(), { code: 'unknown_event' })
  await assert.rejects(undo(memory.db, actor, 4_000_000), { code: 'unknown_event' })
})

test('neither a part of another item nor one that nobody says is edited, merged or split any more', async () => {
  const [from, into] = [await memory.item('Campaign'), await memory.item('depot')]
  const { db } = memory
  const merge = (a: string, b: string) => mergeItems(db, { actor, from: a, into: b })
  await assert.rejects(merge(into.id, into.id), { code: 'not_now' })
  await assert.rejects(merge(into.id, 'km_ffffffffffff'), { code: 'unknown_item' })
  await merge(from.id, into.id)
  for (const [a, b] of [
    [from.id, into.id],
    [into.id, from.id],
  ] as const) {
    await assert.rejects(merge(a, b), { code: 'not_now', remedy: 'Undo the merge first.' })
  }
  await memory.collect({})
  const text = editedText.parse({ ...into, title: 'x', tags: '' })
  await assert.rejects(editItem(db, { actor, id: into.id, version: 1, text }), {
    code: 'not_now',
    remedy: 'It comes back when a note says it.',
  })
  await assert.rejects(vote('cyd', into.id, 1), { code: 'not_now' })
  const split = { actor, id: into.id, username: 'bob', block: 'none' }
  await assert.rejects(splitItem(db, split), { code: 'unknown_source' })
})

test('the only source of an item cannot be split off', async () => {
  const { id } = await memory.item('depot')
  const { rows } = await memory.db.pool.query<{ block: string }>(
    'select block from corporate_memory.source where item_id = $1',
    [id],
  )
  const request = { actor, id, username: 'bob', block: rows[0]?.block ?? '' }
  await assert.rejects(splitItem(memory.db, request), { code: 'only_source' })
})
