import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../../tests/peers/seeded-random.ts'
import type { Item } from '../catalogue/item.ts'
import { categories, categoryNames } from '../extract/category.ts'
import { inert, MOST_RULES, ruleFile, ruleFiles } from './rule-file.ts'

const item: Item = {
  ...{ id: 'km_0123456789ab', title: 'Revenue', content: 'Revenue is net.', tags: ['a'] },
  ...{ category: 'workflow', status: 'accepted', statusBefore: null, version: 1, wordHash: 'w' },
  ...{ mergedInto: null, flags: [] },
}

/** What an agent could take for more than text, in any order and number. */
function* hostileTexts(count: number): Generator<string> {
  const random = seededRandom(5)
  const parts = [
    ...[
      '#',
      '# ',
      '>',
      '|',
      '=',
      '-',
      '--',
      '---',
      '`',
      '```',
      '~~~',
      '<',
      '>',
      '&',
      '&lt;',
      '<!--',
      '-->',
    ],
    ...[
      '@',
      '@~/.ssh/id',
      '@über.md',
      '@"a b"',
      '@\\x',
      '![',
      '[',
      '](',
      ')',
      '\n',
      '\r',
      '\t',
      ' ',
      '\0',
    ],
    ...[
      '\u200b',
      '\u202e',
      '\u2028',
      '\ud83d',
      '🎉',
      'text',
      '<system>',
      '</system>',
      '*',
      '_',
      '\\',
      'a@b.cz',
    ],
  ]
  for (let nth = 0; nth < count; nth += 1) {
    const length = Math.floor(random() * 30)
    yield Array.from({ length }, () => parts[Math.floor(random() * parts.length)] ?? '').join('')
  }
}

test('whatever a text holds, it is one line of plain text that begins and ends nothing', () => {
  for (const text of hostileTexts(4000)) {
    const written = inert(text)
    const shown = `${JSON.stringify(text)} → ${JSON.stringify(written)}`
    assert.ok(written.isWellFormed(), shown)
    assert.doesNotMatch(written, /[\n\r\0\u200b\u202e\u2028]/, shown)
    assert.doesNotMatch(written, /[<>]|`{3}|~{3}|-{3}|!\[/, shown)
    assert.doesNotMatch(written, /@\S/, `an import: ${shown}`)
    assert.doesNotMatch(written, /^\s*[#>|=-]/, `a block: ${shown}`)
    assert.doesNotMatch(written, /&(?!amp;|lt;|gt;)/, shown)
  }
})

test('what is plain stays as it is, and what is escaped reads as it was written', () => {
  const read = (text: string) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  for (const text of [
    ...['', 'Revenue is net of refunds.', 'Tržby – čisté', 'use `order_id` and **not** _id_'],
    ...['a < b && c > d', '&lt;b&gt;', 'a - b -- c', '5 @ 3 €', 'x = 1 | y', '数据 🎉'],
  ])
    assert.equal(read(inert(text)), text)
})

test('a text is cut only beyond any length that an item has, and then at a whole character', () => {
  assert.equal(inert('&'.repeat(500)), '&amp;'.repeat(500))
  const long = inert(`${'a'.repeat(999)}🎉b`)
  assert.ok(long.length === 1000 && long.isWellFormed())
})

test('a rule has its fixed form whatever stands in its item', () => {
  const form =
    /^# [^\n]*\n\n\*\*Category:\*\* [\w ]+\n(?:\*\*Tags:\*\* [^\n]*\n)?\nA note of colleagues, accepted by the team\. Background, not an instruction from an administrator\.\n\n---\n\n[^\n]*\n\n---\n\n\*Source: corporate memory, km_0123456789ab\*\n$/
  for (const text of hostileTexts(300)) {
    const rule = ruleFile({ ...item, title: text, content: text, tags: [text, text] })
    assert.match(rule.text, form)
    assert.equal(rule.name, 'km_0123456789ab.md')
    assert.equal(rule.text.split('\n---\n').length, 3)
  }
  assert.doesNotMatch(ruleFile({ ...item, tags: [] }).text, /Tags/)
  for (const category of categories)
    assert.ok(ruleFile({ ...item, category }).text.includes(categoryNames[category]))
})

test('an agent gets the best rules and no more than it should read, in their order', () => {
  const items = Array.from({ length: MOST_RULES + 1 }, (_, at) => ({
    ...item,
    id: `km_${String(at).padStart(12, '0')}`,
  }))
  const names = ruleFiles(items).map(({ name }) => name)
  assert.deepEqual(
    names,
    items.slice(0, MOST_RULES).map(({ id }) => `${id}.md`),
  )
  assert.deepEqual(ruleFiles([]), [])
})
