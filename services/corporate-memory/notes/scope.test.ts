import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scanNote } from '../catalogue/scan-note.ts'
import { extractFact } from '../extract/extract-fact.ts'
import { isNegating } from './scope.ts'
import { splitBlocks } from './split-blocks.ts'

const scopeOf = (text: string) => splitBlocks(text).at(-1)?.scope
const shared = (text: string) => {
  const block = splitBlocks(text).at(-1)
  assert.ok(block)
  return extractFact(block)
}

test('an item below “Don’t:” never becomes a rule to do it', () => {
  for (const above of [
    'Don’t:\n',
    'Never do this:\n',
    '## Do not\n',
    '### ❌ Anti-patterns\n\n',
    '**Avoid**\n',
    '- Nikdy:\n  ',
    '## Zakázáno\n',
    '## Never\n\nIn the warehouse:\n',
  ]) {
    const fact = shared(`${above}- load the price list before finance has closed it`)
    assert.ok('content' in fact, above)
    assert.match(fact.content, /^(?:Don’t|Never|Do not|❌ Anti|Avoid|Nikdy|Zakázáno).*: load the/)
    assert.match(fact.title, /^(?:Don’t|Never|Do not|❌ Anti|Avoid|Nikdy|Zakázáno)/)
  }
})

test('nothing below a heading that says no becomes a rule to do it, however deep and whatever its form', () => {
  const told = 'load the price list before finance has closed it'
  for (const note of [
    `## Never\n\n### In the warehouse\n\n- ${told}`,
    `## Never\n\n${told}`,
    `Never:\n\n${told}`,
    `## Never\n\n- something else that we do\n\n${told}`,
  ]) {
    const fact = shared(note)
    assert.ok('content' in fact && fact.content === `Never: ${told}`, note)
  }
  assert.equal(scopeOf(`Never:\n- something else\n\n${told}`), '', 'the list is between them')
  assert.equal(scopeOf(`## Never\n\n## Always\n\n${told}`), '')
})

test('an item whose “Never …” is held back for a secret is held back with it', () => {
  const secret = ['AK', 'IAQYLPMN5HFIQR7XYA'].join('')
  const text = `Never use ${secret}:\n- load the price list before finance has closed it\n`
  const { statements, held } = scanNote({ username: 'ann', text })
  assert.deepEqual([statements.length, held.length], [0, 2])
})

test('what an item needs to be understood is said with it', () => {
  const item = '- test orders are not counted in revenue'
  assert.equal(scopeOf(`For refunds:\n\n${item}`), 'For refunds:')
  assert.equal(scopeOf(`**How to restart in staging**\n${item}`), 'How to restart in staging:')
  assert.equal(scopeOf(`After the close\n\n${item}`), 'After the close:')
  assert.equal(scopeOf(`- Table \`orders\`\n  ${item}`), 'Table orders:')
  assert.equal(scopeOf(`- Table \`order_items\`\n  ${item}`), 'Table order_items:')
  assert.equal(
    scopeOf(`__Table__ _order_items_ of \`_stage\`:\n${item}`),
    'Table order_items of stage:',
  )
  assert.equal(scopeOf(`## Staging\n${item}`), 'Staging:')
  const fact = shared(`For refunds:\n${item}`)
  assert.ok('content' in fact)
  assert.equal(fact.content, 'For refunds: test orders are not counted in revenue')
  assert.equal(fact.title, 'test orders are not counted in revenue')
})

test('a title that tells nothing, a heading, a sentence above and the end of a list are no scope', () => {
  const item = '- test orders are not counted in revenue'
  for (const above of [
    'Important notes:\n\n',
    '**Key facts**\n',
    '## Revenue\n',
    'This is what we found when we looked into the data of the last year.\n\n',
    '- Orders are loaded at night from the shop and from all of its outlets:  really\n',
    'For refunds:\n\n## Other things\n\n',
  ]) {
    assert.equal(scopeOf(above + item), '', above)
  }
  assert.equal(scopeOf(`For refunds:\n\nTest orders are not counted in revenue.`), '')
})

test('a title that is read from its end on begins with a whole character', () => {
  for (let marks = 95; marks < 105; marks += 1) {
    const above = `🎉${'*'.repeat(marks)}${'a'.repeat(98)}:`
    const fact = shared(`${above}\n- test orders are not counted in revenue`)
    assert.ok('content' in fact && fact.content.isWellFormed(), String(marks))
  }
})

test('the same item below another title is another block, and in the same place it is the same', () => {
  const hashOf = (text: string) => splitBlocks(text).at(-1)?.hash
  const item = '- load the price list before finance has closed it'
  assert.notEqual(hashOf(`Do:\n${item}`), hashOf(`Don’t:\n${item}`))
  assert.equal(hashOf(`## A\n${item}`), hashOf(`## B\n\n\n${item}`))
})

test('titles that say no are told from those that only begin like them', () => {
  for (const title of ['Don’t', 'DO NOT:', 'Never ever', 'What not to do', 'Co nedělat']) {
    assert.ok(isNegating(title), title)
  }
  for (const title of ['Donations', 'Nevertheless', 'Notes', 'Network', 'Needs', 'Nejdřív']) {
    assert.ok(!isNegating(title), title)
  }
})
