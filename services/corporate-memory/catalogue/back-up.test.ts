import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openTestMemory } from '../../../tests/peers/memory.ts'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { castVote } from '../review/cast-vote.ts'
import { mergeItems } from '../review/merge-items.ts'
import { countingVotes } from '../review/votes.ts'
import { backUp, putBack } from './back-up.ts'

const notes = {
  ann: '- Revenue is net of refunds since the change of the ledger.\n- Campaign names hold the country behind the first dash.',
}

test('what a reset emptied is put back whole: items, votes, decisions, and what can be undone', async () => {
  await using memory = await openTestMemory()
  await using folder = await temporaryFolder()
  await memory.collect(notes)
  const [into, from] = [await memory.item('Revenue'), await memory.item('Campaign')]
  await castVote(memory.db, { username: 'bob', id: into.id, vote: 1 }, { needed: 0 })
  await memory.decide(into, 'accept')
  await mergeItems(memory.db, { actor: 'rita', from: from.id, into: into.id })
  const state = async () => {
    const { rows } = await memory.db.pool.query('select * from corporate_memory.event order by id')
    const { rows: statuses } = await memory.db.pool.query(
      'select * from corporate_memory.item_status order by item_id, at',
    )
    return [await memory.items(), await countingVotes(memory.db.pool), rows, statuses]
  }
  const before = await state()
  const file = await backUp(memory.db, folder.path)
  assert.deepEqual(await memory.items(), [])

  await memory.collect({ bob: '- The depot of the north opens on Mondays.' })
  const { items, saved } = await putBack(memory.db, folder.path, file)
  assert.equal(items, 2)
  assert.deepEqual(await state(), before)
  assert.match(await readFile(saved, 'utf8'), /depot of the north/)
  await memory.collect(notes)
  assert.equal((await memory.items()).length, 2)

  await assert.rejects(putBack(memory.db, folder.path, '/nowhere'), { code: 'no_backup' })
  for (const wrong of ['{}', 'no json', '{"item":[]}']) {
    await writeFile(join(folder.path, 'x.json'), wrong)
    await assert.rejects(putBack(memory.db, folder.path, join(folder.path, 'x.json')), {
      code: 'no_backup',
    })
  }
  assert.equal((await memory.items()).length, 2)
})
