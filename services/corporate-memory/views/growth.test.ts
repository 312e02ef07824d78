import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { after, before, beforeEach, test } from 'node:test'
import { openTestMemory, type TestMemory } from '../../../tests/peers/memory.ts'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { backUp, putBack } from '../catalogue/back-up.ts'
import { mergeItems } from '../review/merge-items.ts'
import { undo } from '../review/undo.ts'
import { growthOf } from './growth.ts'

let memory: TestMemory
const notes = {
  ann: '- Revenue is net of refunds since the change of the ledger.\n- Campaign names hold the country behind the first dash.',
}

before(async () => {
  memory = await openTestMemory()
})
after(() => memory[Symbol.asyncDispose]())
beforeEach(() => memory.empty())

/** Lets weeks go by: everything that is known happened so much earlier. */
async function weeksGoBy(weeks: number): Promise<void> {
  for (const change of [
    'item_status set at = at - $1 * interval',
    'event set at = at - $1 * interval',
    'item set created_at = created_at - $1 * interval',
  ]) {
    await memory.db.pool.query(`update corporate_memory.${change} '1 week'`, [weeks])
  }
}

/** What each of the last four weeks shows: items, accepted. */
async function lastWeeks() {
  const weeks = await growthOf(memory.db.pool)
  assert.equal(weeks.length, 26)
  return weeks.slice(-4).map(({ items, accepted }) => [items, accepted])
}

const tale = [
  [2, 0],
  [2, 1],
  [1, 1],
  [0, 0],
]

async function liveThrough(): Promise<void> {
  await memory.collect(notes)
  await weeksGoBy(1)
  await memory.decide(await memory.item('Revenue'), 'accept')
  await weeksGoBy(1)
  await memory.decide(await memory.item('Campaign'), 'reject')
  await weeksGoBy(1)
  await memory.collect({ ann: '' })
}

test('growth shows what was accepted at the end of each week, also what has gone since', async () => {
  await liveThrough()
  assert.deepEqual(await lastWeeks(), tale)
})

test('the history of items that were there before it was kept is reckoned from what was done to them', async () => {
  await liveThrough()
  await memory.db.pool.query('select corporate_memory.reckon_statuses()')
  assert.deepEqual(await lastWeeks(), tale)
})

test('a backup of before there was a history is put back, and its history reckoned', async () => {
  await using folder = await temporaryFolder()
  await liveThrough()
  const file = await backUp(memory.db, folder.path)
  const { item_status: _, ...older } = JSON.parse(await readFile(file, 'utf8')) as object & {
    item_status: unknown
  }
  await writeFile(file, JSON.stringify(older))
  await putBack(memory.db, folder.path, file)
  assert.deepEqual(await lastWeeks(), tale)
})

test('what became part of another item counts once from then on, and an undo counts it again', async () => {
  await memory.collect(notes)
  const [from, into] = [await memory.item('Revenue'), await memory.item('Campaign')]
  await weeksGoBy(1)
  await mergeItems(memory.db, { actor: 'rita', from: from.id, into: into.id })
  assert.deepEqual((await lastWeeks()).slice(-2), [
    [2, 0],
    [1, 0],
  ])
  const { rows } = await memory.db.pool.query<{ id: number }>(
    'select max(id) as id from corporate_memory.event',
  )
  await undo(memory.db, 'rita', rows[0]?.id ?? 0)
  assert.deepEqual((await lastWeeks()).at(-1), [2, 0])
})
