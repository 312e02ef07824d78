import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openTestMemory } from '../../../tests/peers/memory.ts'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { castVote } from '../review/cast-vote.ts'
import { editedText, editItem } from '../review/edit-item.ts'
import { mergeItems } from '../review/merge-items.ts'
import { countingVotes, tallyOf } from '../review/votes.ts'
import { importLegacy } from './import-legacy.ts'
import { readLegacy } from './read-legacy.ts'

const at = '2025-03-01T08:00:00+00:00'
const old = (content: string, more: object = {}) => ({
  title: content.slice(0, 40),
  content,
  category: 'business_logic',
  tags: ['revenue'],
  source_users: ['ann'],
  extracted_at: at,
  updated_at: at,
  ...more,
})
const [voted, unseen, leaky] = ['km_0123456789ab', 'km_aaaaaaaaaaaa', 'km_bbbbbbbbbbbb'] as const
const knowledge = {
  items: {
    [voted]: {
      id: voted,
      ...old('Revenue is net of refunds since the ledger changed.', {
        source_users: ['ann', 'bob'],
      }),
    },
    [unseen]: {
      id: unseen,
      ...old('The gateway of payments refuses more than 100 requests a minute.'),
    },
    [leaky]: {
      id: leaky,
      ...old(`The key of the depot is ${['AK', 'IAQYLPMN5HFIQR7XYA'].join('')}.`),
    },
  },
  metadata: { last_collection: at, total_users: 2 },
}
const votes = { cyd: { [voted]: 1, [leaky]: 1 }, dan: { [voted]: 1, km_ffffffffffff: -1 }, eve: {} }

async function folderWith(files: Readonly<Record<string, unknown>>) {
  const folder = await temporaryFolder()
  for (const [name, value] of Object.entries(files)) {
    await writeFile(
      join(folder.path, name),
      typeof value === 'string' ? value : JSON.stringify(value),
    )
  }
  return folder
}

test('no id and no vote is lost, a secret is, and a second time changes nothing', async () => {
  await using folder = await folderWith({
    'knowledge.json': knowledge,
    'votes.json': votes,
  })
  await using memory = await openTestMemory()
  const legacy = await readLegacy(folder.path)
  const first = await importLegacy(memory.db, legacy, { needed: 2 })
  assert.deepEqual(first, {
    items: 3,
    known: 0,
    votes: 3,
    heldBack: [leaky],
    shortened: [],
    orphaned: 1,
  })
  const items = await memory.items()
  assert.deepEqual(
    items.map(({ id, status }) => [id, status]),
    [
      [voted, 'accepted'],
      [unseen, 'pending'],
      [leaky, 'rejected'],
    ],
  )
  assert.ok(!JSON.stringify(items).includes('AKIA'))
  assert.deepEqual(tallyOf(await countingVotes(memory.db.pool, [voted])), {
    upvotes: 2,
    downvotes: 0,
  })
  const again = await importLegacy(memory.db, legacy, { needed: 2 })
  assert.deepEqual([again.items, again.known, again.votes], [0, 3, 0])
  const { rows } = await memory.db.pool.query<{ at: Date }>(
    'select created_at as at from corporate_memory.item where id = $1',
    [voted],
  )
  assert.equal(rows[0]?.at.toISOString(), new Date(at).toISOString())
})

test('what was imported outlives the first collection, and the notes that say it take its id', async () => {
  await using folder = await folderWith({ 'knowledge.json': knowledge, 'votes.json': votes })
  await using memory = await openTestMemory()
  await importLegacy(memory.db, await readLegacy(folder.path), { needed: 2 })
  await memory.collect({
    ann: '- Since the ledger changed, revenue is net of refunds.\n- Something else is said about the stores.',
  })
  const items = await memory.items()
  assert.equal(items.length, 4)
  assert.deepEqual(
    items
      .filter(({ id }) => [voted, unseen].includes(id as typeof voted))
      .map(({ status, version }) => [status, version]),
    [
      ['accepted', 1],
      ['pending', 1],
    ],
  )
  const { rows } = await memory.db.pool.query<{ item_id: string }>(
    `select item_id from corporate_memory.source where username = 'ann' and alive and wording like 'Since%'`,
  )
  assert.deepEqual(rows, [{ item_id: voted }])
})

test('what stands in the place of a text that looked like a secret is not accepted, voted for or merged until somebody writes the text', async () => {
  await using folder = await folderWith({ 'knowledge.json': knowledge, 'votes.json': votes })
  await using memory = await openTestMemory()
  const { db } = memory
  await importLegacy(db, await readLegacy(folder.path), { needed: 2 })
  const held = async () => (await memory.items()).find(({ id }) => id === leaky) ?? assert.fail()
  const refused = { code: 'text_held_back', remedy: /writes its text anew/ }
  const placeholder = await held()
  await assert.rejects(memory.decide(placeholder, 'accept'), refused)
  const cast = { username: 'fay', id: leaky, vote: 1, seen: placeholder.wordHash } as const
  await assert.rejects(castVote(db, cast, { needed: 1 }), refused)
  for (const [from, into] of [
    [leaky, voted],
    [voted, leaky],
  ] as const) {
    await assert.rejects(mergeItems(db, { actor: 'rita', from, into }), refused)
  }
  assert.equal((await held()).status, 'rejected')

  const text = editedText.parse({
    title: 'Key of the depot',
    content: 'The key of the depot hangs in the office.',
    category: 'workflow',
    tags: '',
  })
  await editItem(db, { actor: 'rita', id: leaky, version: 1, text })
  const edited = await held()
  await memory.decide(edited, 'accept')
  assert.equal((await held()).status, 'accepted')
  assert.deepEqual(
    (await countingVotes(db.pool, [leaky])).length,
    0,
    'the votes of the original were for the text that is gone',
  )
})

test('a placeholder that an older version imported, even one that was accepted, is marked and taken back', async () => {
  await using folder = await folderWith({ 'knowledge.json': knowledge })
  await using memory = await openTestMemory()
  await importLegacy(memory.db, await readLegacy(folder.path), { needed: 2 })
  await memory.db.pool.query(`update corporate_memory.item set flags = '{}', status = 'accepted'`)
  const file = join(import.meta.dirname, '../migrations/007-text-held-back.sql')
  await memory.db.pool.query(await readFile(file, 'utf8'))
  const items = await memory.items()
  assert.deepEqual(
    items.map(({ id, status, flags }) => [id, status, flags]),
    [
      [voted, 'accepted', []],
      [unseen, 'accepted', []],
      [leaky, 'rejected', ['text held back']],
    ],
  )
})

test('a corrupt file reads as empty (of the original): here it is an error, and nothing is taken over', async () => {
  await using broken = await folderWith({ 'knowledge.json': knowledge, 'votes.json': '{"ann": {' })
  await assert.rejects(readLegacy(broken.path), { code: 'broken_file' })
  await using none = await folderWith({})
  await assert.rejects(readLegacy(none.path), { code: 'no_knowledge' })
})

test('a broken item or vote is told by its key, and the others are read', async () => {
  await using folder = await folderWith({
    'knowledge.json': { items: { [voted]: old('A good fact.'), km_x: old('x'), [unseen]: 7 } },
    'votes.json': { ann: { [voted]: 1, [unseen]: 2 } },
  })
  const legacy = await readLegacy(folder.path)
  assert.deepEqual([...legacy.items.keys()], [voted])
  assert.deepEqual(legacy.votes.get('ann'), new Map([[voted, 1]]))
  assert.deepEqual(
    legacy.broken.map(({ file, key }) => [file, key]),
    [
      ['knowledge.json', 'km_x'],
      ['knowledge.json', unseen],
      ['votes.json', `ann ${unseen}`],
    ],
  )
})

test('texts and names that no database holds are cleaned or told, and the rest is taken over', async () => {
  const [half, nul] = ['\ud83d', '\0']
  await using folder = await folderWith({
    'knowledge.json': {
      items: {
        [voted]: {
          ...old(`Revenue${nul} is net of refunds ${half} since the change.`),
          ...{ title: `${nul}${half}`, tags: [`a${nul}`, 'a', nul, half, 'x'.repeat(500)] },
          ...{
            extracted_at: '0000-01-01T00:00:00Z',
            updated_at: '2025-03-01T08:00:00-20:00',
            category: 'admin',
          },
        },
        [unseen]: old('The gateway refuses more than 100.', { source_users: [`ann${nul}`] }),
        [leaky]: old('Costs are gross of tax in the ledger.', { source_users: ['ann', 'ann'] }),
      },
    },
    'votes.json': { [`bob${half}`]: { [voted]: 1 }, '': { [voted]: 1 }, cyd: { [voted]: -1 } },
  })
  await using memory = await openTestMemory()
  const legacy = await readLegacy(folder.path)
  assert.deepEqual(
    legacy.broken.map(({ key }) => key),
    [unseen, `bob${half}`, ''],
  )
  const done = await importLegacy(memory.db, legacy, { needed: 2 })
  assert.deepEqual([done.items, done.votes], [2, 1])
  const [item] = await memory.items()
  assert.equal(item?.content, 'Revenue is net of refunds \ufffd since the change.')
  assert.equal(item?.category, 'workflow')
  assert.deepEqual(item?.tags, ['a', '\ufffd', `${'x'.repeat(59)}…`])
})
