import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { openTestMemory, type TestMemory } from '../../../tests/peers/memory.ts'
import { castVote } from '../review/cast-vote.ts'
import { editedText, editItem } from '../review/edit-item.ts'
import { mergeItems } from '../review/merge-items.ts'
import { undo } from '../review/undo.ts'
import { withdrawSource } from '../review/withdraw-source.ts'
import { coverageOf } from './growth.ts'
import { loadDetails } from './item-details.ts'
import { loadViews } from './load-views.ts'
import { ownNote } from './own-note.ts'
import { statsOf } from './stats.ts'

let memory: TestMemory
const shared = '- Revenue is net of refunds since the change of the ledger.'
const key = ['AK', 'IAQYLPMN5HFIQR7XYA'].join('')
const notes = {
  ann: `${shared}\n- Campaign names hold the country behind the first dash.`,
  bob: `# Shop\n\n${shared}\n- The key of the depot is ${key}.\n- I prefer short answers in all tools.`,
}

before(async () => {
  memory = await openTestMemory()
})
after(() => memory[Symbol.asyncDispose]())
beforeEach(async () => {
  await memory.empty()
  await memory.db.pool.query(
    'truncate core.person, corporate_memory.quarantine, corporate_memory.collection cascade',
  )
})

const viewOf = async (words: string, username = 'ann') =>
  (await loadViews(memory.db.pool, username)).find(({ content }) => content.includes(words)) ??
  assert.fail(words)
const detailsOf = async (words: string) => loadDetails(memory.db.pool, await viewOf(words))
const vote = (username: string, id: string, value: -1 | 0 | 1) =>
  castVote(memory.db, { username, id, vote: value }, { needed: 0 })

test('votes count for the words that an item has now, and each person sees their own', async () => {
  await memory.collect(notes)
  const { id, version } = await memory.item('Revenue')
  await vote('ann', id, 1)
  await vote('cyd', id, 1)
  await vote('dan', id, -1)
  const seen = async (username: string) => {
    const { upvotes, downvotes, score, myVote } = await viewOf('Revenue', username)
    return [upvotes, downvotes, score, myVote]
  }
  assert.deepEqual(await seen('ann'), [2, 1, 1, 1])
  assert.deepEqual(await seen('dan'), [2, 1, 1, -1])
  assert.deepEqual(await seen('nobody'), [2, 1, 1, 0])
  const title = { title: 'Net revenue', category: 'business_logic', tags: '' }
  const same = editedText.parse({ ...title, content: (await memory.item('Revenue')).content })
  await editItem(memory.db, { actor: 'rita', id, version, text: same })
  assert.deepEqual(await seen('ann'), [2, 1, 1, 1], 'only its title is another')
  const text = editedText.parse({ ...title, content: 'Revenue excludes refunds.' })
  await editItem(memory.db, { actor: 'rita', id, version: version + 1, text })
  assert.deepEqual(await seen('ann'), [0, 0, 0, 0])
})

for (const [name, shown, initials] of [
  ['Ann Brown', 'Ann Brown', 'AB'],
  ['Ann van der Brown', 'Ann van der Brown', 'AB'],
  ['ann', 'Ann', 'AN'],
  ['john.doe', 'John Doe', 'JD'],
  ['john_doe.smith', 'John Doe Smith', 'JS'],
  ['ann@acme.com', 'ann@acme.com', 'AC'],
  ['x', 'X', 'X'],
  ['Žofie Ölser', 'Žofie Ölser', 'ŽÖ'],
  ['🎉 Ann 🚀', '🎉 Ann 🚀', '🎉🚀'],
  ['𝒜nn', '𝒜nn', '𝒜N'],
  ['李 小龍', '李 小龍', '李小'],
  ['...', '...', ''],
] as const) {
  test(`who is called “${name}” is shown as “${shown}”, ${initials}`, async () => {
    await createPerson(memory.db, { email: 'ann@acme.com', name })
    await memory.collect({ ann: shared })
    const [author, ...others] = (await viewOf('Revenue')).authors
    assert.deepEqual(others, [])
    assert.deepEqual(author, { username: 'ann', name: shown, initials })
    assert.ok(author?.initials.isWellFormed())
  })
}

test('authors are those whose notes say it now, each once', async () => {
  await memory.collect({ ann: `${shared}\n\nAnd again:\n\n${shared}`, bob: notes.bob, cyd: shared })
  const authors = async () => (await viewOf('Revenue')).authors.map(({ username }) => username)
  assert.deepEqual(await authors(), ['ann', 'bob', 'cyd'])
  await withdrawSource(memory.db, { username: 'ann', id: (await memory.item('Revenue')).id })
  assert.deepEqual(await authors(), ['bob', 'cyd'])
  await memory.collect({})
  assert.deepEqual(await authors(), [])
})

test('what came of a note is told to its owner: items, what was held back by line and kind, what was left out', async () => {
  await memory.collect(notes)
  const of = async (username: string) => {
    const views = await loadViews(memory.db.pool, username)
    const { items, takenBack, held, leftOut } = await ownNote(memory.db.pool, username, views)
    return { items: items.length, takenBack: takenBack.length, held, leftOut }
  }
  const bob = await of('bob')
  assert.deepEqual([bob.items, bob.takenBack], [1, 0])
  assert.deepEqual(
    bob.held.map(({ line }) => line),
    [4],
  )
  assert.match(bob.held[0]?.name ?? '', /an AWS access key/)
  assert.deepEqual(bob.leftOut, { 'personal preference': 1 })
  assert.deepEqual(await of('ann'), { items: 2, takenBack: 0, held: [], leftOut: {} })
  assert.deepEqual(await of('nobody'), { items: 0, takenBack: 0, held: [], leftOut: {} })
  await withdrawSource(memory.db, { username: 'ann', id: (await memory.item('Campaign')).id })
  const ann = await of('ann')
  assert.deepEqual([ann.items, ann.takenBack], [1, 1])
})

test('the history of an item has each event once, the newest first, and only the last can be undone', async () => {
  await memory.collect(notes)
  const item = await memory.item('Revenue')
  const other = await memory.item('Campaign')
  await memory.decide(item, 'accept')
  await memory.decide(item, 'expire')
  await mergeItems(memory.db, { actor: 'rita', from: other.id, into: item.id })
  const events = async (words: string) =>
    (await detailsOf(words)).events.map(({ action, undone, undoable }) => [
      action,
      undone,
      undoable,
    ])
  assert.deepEqual(await events('Revenue'), [
    ['merge', false, true],
    ['expire', false, false],
    ['accept', false, false],
    ['collect', false, false],
  ])
  assert.deepEqual((await events('Campaign'))[0], ['merge', false, true])
  const [merge] = (await detailsOf('Revenue')).events
  await undo(memory.db, 'rita', merge?.id ?? 0)
  assert.deepEqual((await events('Revenue')).slice(0, 3), [
    ['undo', true, false],
    ['merge', true, false],
    ['expire', false, true],
  ])
  await withdrawSource(memory.db, { username: 'ann', id: other.id })
  assert.deepEqual((await events('Campaign'))[0], ['withdraw', false, false], 'its author’s alone')
})

test('who says an item is listed with their own words and line, and every text with who wrote it', async () => {
  await memory.collect(notes)
  const { id, version } = await memory.item('Revenue')
  const { provenance } = await detailsOf('Revenue')
  assert.deepEqual(
    provenance.map(({ username, line, wording }) => [username, line, wording === shared.slice(2)]),
    [
      ['ann', 1, true],
      ['bob', 3, true],
    ],
  )
  const text = editedText.parse({
    ...{ title: 'Net', content: 'Revenue excludes refunds.', category: 'workflow', tags: '' },
  })
  await editItem(memory.db, { actor: 'rita', id, version, text })
  const { versions } = await detailsOf('excludes')
  assert.deepEqual(
    versions.map((one) => [one.version, one.actor, one.title]),
    [
      [2, 'rita', 'Net'],
      [1, 'collector', 'Revenue is net of refunds since the change of the ledger'],
    ],
  )
})

test('numbers count what is there: neither what is part of another, nor taken back, nor rejected', async () => {
  const stats = async (username: string) =>
    statsOf(memory.db.pool, await loadViews(memory.db.pool, username))
  const none = await stats('ann')
  assert.deepEqual(
    [none.knowledge_count, none.contributors, none.last_collection, none.categories],
    [0, 0, null, {}],
  )
  await memory.collect({ ...notes, cyd: '- The docker container of the depot restarts at noon.' })
  const [revenue, campaign] = [await memory.item('Revenue'), await memory.item('Campaign')]
  await vote('ann', revenue.id, 1)
  await vote('ann', campaign.id, 1)
  await memory.decide(campaign, 'reject')
  const { last_collection: last, ...now } = await stats('ann')
  assert.deepEqual(now, {
    ...{ knowledge_count: 2, contributors: 3 },
    categories: { business_logic: 1, infrastructure: 1 },
    ...{ your_votes: 2, your_upvotes: 2, your_rules: 1 },
  })
  assert.ok(Math.abs(Date.now() - Date.parse(last ?? '')) < 600_000)
  assert.deepEqual(await coverageOf(memory.db.pool), [
    { category: 'business_logic', items: 1, accepted: 0, people: 2 },
    { category: 'infrastructure', items: 1, accepted: 0, people: 1 },
  ])
  await memory.decide(revenue, 'accept')
  await withdrawSource(memory.db, { username: 'bob', id: revenue.id })
  assert.deepEqual((await coverageOf(memory.db.pool))[0], {
    ...{ category: 'business_logic', items: 1, accepted: 1, people: 1 },
  })
})
