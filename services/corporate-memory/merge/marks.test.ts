import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contradicts } from './contradicts.ts'
import { joinThousands } from './marks.ts'
import { statementOf } from './statement.ts'

const other = [
  ['A pallet weighs 1.200 kg at most', 'A pallet weighs 1,200 kg at most'],
  ["Rows with kind = 'r' are returns", "Rows with kind = 'R' are returns"],
  ['Corrections are kept as -weight', 'Corrections are kept as +weight'],
  ['load = (boxes / places) * days', 'load = boxes / (places * days)'],
  ['Drivers who work at night get a bonus', 'Drivers, who work at night, get a bonus'],
] as const

for (const [a, b] of other) {
  test(`signs make another text of the same words: ${a} / ${b}`, () => {
    const [one, two] = [statementOf(a), statementOf(b)]
    assert.ok(contradicts(one, two) && contradicts(two, one))
  })
}

const same = [
  ['A load is boxes / places (in days)', '* A load is boxes / places, in days.'],
  ['Use `r` for returns', 'Use r for returns'],
  ['Weigh, then label; then ship', 'Weigh then label, then ship'],
  ['The limit is 2 500 kg', 'The limit is 2500 kg'],
  ['Height × width = area (cm)', '- **Height × width = area** – cm'],
] as const

for (const [a, b] of same) {
  test(`a copy may lose its marks: ${a} / ${b}`, () => {
    const [one, two] = [statementOf(a), statementOf(b)]
    assert.ok(!contradicts(one, two) && !contradicts(two, one))
  })
}

test('thousands that are set apart by blanks are one number, dates and lists of numbers are not', () => {
  assert.equal(joinThousands('12 500 and 1 000 000 pieces'), '12500 and 1000000 pieces')
  for (const text of ['1. 5. 2026', 'codes 10 200', 'rows 4 50', '3.5 200 g', '1 5000']) {
    assert.equal(joinThousands(text), text === 'codes 10 200' ? 'codes 10200' : text)
  }
})
