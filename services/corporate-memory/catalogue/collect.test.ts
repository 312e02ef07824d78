import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestMemory } from '../../../tests/peers/memory.ts'

const note = { ann: '- Revenue is net of refunds since the change of the ledger.' }

test('catalogue and hashes are saved apart (of the original): a collection that breaks off changes nothing, and the next makes up for it', async () => {
  await using memory = await openTestMemory()
  await memory.db.pool.query(`
    create function break_off() returns trigger language plpgsql as $$
      begin raise exception 'broken off'; end $$;
    create trigger break_off before insert on corporate_memory.note
      for each row execute function break_off()`)
  await assert.rejects(memory.collect(note), /broken off/)
  assert.deepEqual(await memory.items(), [])
  await memory.db.pool.query('drop trigger break_off on corporate_memory.note')
  await memory.collect(note)
  assert.equal((await memory.items()).length, 1)
})

test('collector and portal share files without coordination (of the original): decisions while notes are collected are all there', async () => {
  await using memory = await openTestMemory()
  await memory.collect(note)
  const item = await memory.item('Revenue')
  const notes = (round: number) => ({
    ...note,
    bob: `- The depot of region ${round} opens on Mondays.`,
  })
  await Promise.all([
    ...Array.from({ length: 5 }, (_, round) => memory.collect(notes(round))),
    memory.decide(item, 'accept'),
  ])
  assert.equal((await memory.item('Revenue')).status, 'accepted')
})
