import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nothing } from '../catalogue/load-catalogue.ts'
import { refresh } from '../catalogue/refresh.ts'
import { newStatements, questionOf } from './question.ts'

const told = (text: string) => {
  const statements = newStatements(nothing, { username: 'ann', text })
  return (JSON.parse(questionOf(statements)) as { blocks: readonly Record<string, unknown>[] })
    .blocks
}
const key = ['AK', 'IAQYLPMN5HFIQR7XYA'].join('')

test('a model is told places, two headings, what a block is said with, and its text, and not whose it is', () => {
  const text =
    '# A\n## B\n### C\n- Revenue is net of refunds since spring.\n\nNever:\n- load the price list before finance has closed it'
  assert.deepEqual(told(text), [
    { place: 0, under: ['B', 'C'], text: '- Revenue is net of refunds since spring.' },
    {
      ...{ place: 1, under: ['B', 'C'], said_with: 'Never:' },
      text: '- load the price list before finance has closed it',
    },
  ])
  assert.deepEqual(told(''), [])
})

test('of a long block a model is told the first thousand characters, each of them whole', () => {
  for (let blanks = 0; blanks < 3; blanks += 1) {
    const text = `- The depot of returns closes${' '.repeat(blanks)} early ${'🎉'.repeat(600)}`
    const [block] = told(text)
    const shown = String(block?.['text'])
    assert.equal(shown.length, 1000)
    assert.ok(shown.isWellFormed())
  }
})

test('nothing that is held back is in a question: no heading, no title above, no neighbour', () => {
  const text = [
    `# Depot, key ${key}`,
    '- Revenue is net of refunds since spring.',
    `- The key of the depot is ${key}.`,
    `For ${key}:`,
    '- test orders are not counted in revenue at all',
    '## Password of the shop',
    '- it is this one: Rain-Meadow-7',
  ].join('\n\n')
  const question = JSON.stringify(told(text))
  assert.match(question, /Revenue is net[^]*test orders/)
  assert.doesNotMatch(question, new RegExp(`${key}|Meadow`))
})

test('a block that is known is not asked about, and neither is a note that did not change', () => {
  const note = (text: string) => ({ username: 'ann', text })
  const one = '- Revenue is net of refunds since spring.'
  const before = refresh(nothing, { notes: [note(one)], unreadable: [] })
  assert.deepEqual(newStatements(before, note(one)), [])
  assert.deepEqual(newStatements(before, note(`# A\n\n${one}\n`)), [], 'the same below a heading')
  const read = { ...before, sources: new Map() }
  assert.deepEqual(newStatements(read, note(one)), [], 'it was read, whatever came of it')
  const both = newStatements(before, note(`${one}\n- Orders are loaded at noon from all shops.`))
  assert.deepEqual(
    both.map(({ block }) => block.line),
    [2],
  )
  assert.equal(newStatements(before, { username: 'bob', text: one }).length, 1, 'another’s note')
})
