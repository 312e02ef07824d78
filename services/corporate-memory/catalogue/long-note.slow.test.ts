import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nothing } from './load-catalogue.ts'
import { refresh } from './refresh.ts'

const things =
  'ledger archive gateway depot voucher invoice catalog queue refund campaign region order'.split(
    ' ',
  )
const thing = (nth: number) => things[nth % things.length]
const LINES = 1000

const note = (verb: string) => ({
  username: 'ann',
  text: Array.from(
    { length: LINES },
    (_, at) =>
      `- The ${thing(at)} of ${thing(at * 7 + 3)} ${at} ${verb} the ${thing(at * 5 + 1)} of town ${at % 97}.`,
  ).join('\n'),
})

// Each new line is compared with each that is gone: what is known of one is not made out for every pair.
test('each line of a long note that is rewritten as a whole keeps its item, as a newer version', () => {
  const first = refresh(nothing, { notes: [note('holds')], unreadable: [] })
  assert.equal(first.items.size, LINES)
  const second = refresh(first, { notes: [note('keeps')], unreadable: [] })
  assert.deepEqual([...second.items.keys()], [...first.items.keys()])
  for (const [id, { content, version, status }] of second.items) {
    const before = first.items.get(id)?.content.replace('holds', 'keeps')
    assert.deepEqual([content, version, status], [before, 2, 'pending'])
  }
})
