import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nothing } from './load-catalogue.ts'
import { refresh } from './refresh.ts'
import { scanAhead, scanOf } from './scan-ahead.ts'
import { scanNote } from './scan-note.ts'

const text = Array.from(
  { length: 400 },
  (_, nth) => `- Shop ${nth} closes its books at noon of the day after a holiday in town ${nth}.`,
).join('\n')

test('while a long note is read the process answers others, and finds what it finds at once', async () => {
  const note = { username: 'ann', text }
  let turns = 0
  let reading = true
  const others = (): void => {
    turns += 1
    if (reading) setImmediate(others)
  }
  setImmediate(others)
  await scanAhead(nothing.notes, { notes: [note], unreadable: [] })
  reading = false
  assert.ok(turns > 1, `others worked ${turns} times`)
  assert.deepEqual(scanOf(note), scanNote(note))
})

test('a note is read once, and one that did not change not at all', async () => {
  const note = { username: 'ann', text: '- Revenue is net of refunds since spring.' }
  await scanAhead(nothing.notes, { notes: [note], unreadable: [] })
  assert.equal(scanOf(note), scanOf(note))
  const { notes } = refresh(nothing, { notes: [note], unreadable: [] })
  const same = { ...note }
  await scanAhead(notes, { notes: [same], unreadable: [] })
  assert.notEqual(scanOf(same), scanOf(same))
})
