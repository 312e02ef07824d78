import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redact } from './redact.ts'
import { valuesIn } from './secret-rule.ts'
import { secretRules } from './secret-rules.ts'

const token = ['gh', 'p_', 'x8Kq2LmN4pR6sT8vW0yZ2aB4cD6eF8gH0iJ2'].join('')
const mail = 'jana.novakova@firma.cz'

for (const rule of secretRules) {
  test(`${rule.id}: nothing that it finds is left, and a second look finds nothing more of it`, () => {
    for (const example of rule.hits) {
      const text = example.replaceAll('~', '')
      const clean = redact(text)
      for (const { value } of valuesIn(rule, text)) assert.ok(!clean.includes(value), clean)
      assert.doesNotMatch(clean, /[\ue000\ue001]/)
    }
  })
}

test('what is clean stays as it is, but for what cannot be seen', () => {
  for (const text of ['', ' ', 'Revenue is net of refunds.\n\tIt is in euros.', 'Tržby 🎉'])
    assert.equal(redact(text), text)
  assert.equal(redact('a\u200bb\u202ec\r\nd\re\0'), 'abc\nd\ne')
})

test('a value goes wherever it stands, also where nothing names it', () => {
  const clean = redact(`password: Harbor.Meadow96!\nlater Harbor.Meadow96! and Harbor.Meadow96!`)
  assert.doesNotMatch(clean, /Harbor/)
  assert.equal(clean.split('[').length - 1, 3)
})

test('what stood there is told by its rule, or by what the caller says for each value', () => {
  assert.equal(redact(`ask ${mail} about it`), 'ask [email] about it')
  const told: string[] = []
  const clean = redact(`ask ${mail}, run with ${token}`, (rule, value) => {
    told.push(value)
    return `<${rule} ${told.length}>`
  })
  assert.match(clean, /^ask <email \d>, run with <github-token \d>$/)
  assert.deepEqual(told.toSorted(), [token, mail].toSorted())
})

test('a mark is text, whatever stands in it', () => {
  for (const mark of ['$&', '$1', '$$', '\ue0007\ue001', token])
    assert.equal(
      redact(`ask ${mail} about it`, () => mark),
      `ask ${mark} about it`,
    )
})

test('signs that stand for marks inside, and numbers of marks that are not there, come to nothing', () => {
  for (const text of [
    '\ue0000\ue001',
    `\ue0000\ue001 ${mail}`,
    `\ue000${mail}\ue001`,
    '\ue0009\ue001',
  ])
    assert.doesNotMatch(redact(text), /[\ue000\ue001]|novakova|undefined/)
})

test('of two values one of which is a part of the other nothing is left', () => {
  const clean = redact(`key 1: ${token}\nkey 2: ${token}aB4cD6\npassword: ${token.slice(4, 20)}`)
  assert.ok(!clean.includes(token.slice(6, 16)), clean)
})

test('a thousand people in one text all go, each with a mark of its own', () => {
  const people = Array.from({ length: 1000 }, (_, nth) => `person${nth}@firma.cz`)
  const clean = redact(people.join(' and '), (_rule, value) => `<${value.length}>`)
  assert.equal(clean.split(' and ').length, 1000)
  assert.doesNotMatch(clean, /firma/)
})
