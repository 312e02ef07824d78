import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../../tests/peers/seeded-random.ts'
import { splitBlocks } from '../notes/split-blocks.ts'
import { categories, categoryOf } from './category.ts'
import { CONTENT_LENGTH, cut, extractFact, TITLE_LENGTH, titleOf } from './extract-fact.ts'
import { tagsOf } from './tags-of.ts'
import { isStopWord, stemsOf, wordsOf } from './words.ts'

/** Texts of words, signs, mark-up and characters of two parts, which are the same for the same seed. */
function* texts(seed: number, count: number): Generator<string> {
  const random = seededRandom(seed)
  const parts = [
    'revenue ',
    'order_id ',
    '🎉',
    '. ',
    ', ',
    '`a.b` ',
    '**',
    '[x](y) ',
    '\n',
    '| ',
    '- ',
    'Žluť ',
    '数据 ',
    '(',
    '…',
    '  ',
    'x'.repeat(70),
    ': ',
  ]
  for (let nth = 0; nth < count; nth += 1) {
    const length = Math.floor(random() * 60)
    yield Array.from({ length }, () => parts[Math.floor(random() * parts.length)] ?? '').join('')
  }
}

test('a text that fits stays as it is, and one that does not ends within its length, in whole characters', () => {
  for (const text of texts(1, 400)) {
    for (const length of [1, 2, 10, TITLE_LENGTH, CONTENT_LENGTH]) {
      const short = cut(text, length)
      assert.ok(short.length <= length && short.isWellFormed(), JSON.stringify(short))
      if (text.length <= length) assert.equal(short, text)
      else assert.ok(short.endsWith('…') && text.startsWith(short.slice(0, -1)), short)
      assert.equal(cut(short, length), short, 'a second time changes nothing')
    }
  }
})

test('a cut is between words where there is one in its second half, and leaves no open sign behind', () => {
  assert.equal(cut('Revenue is net of refunds', 20), 'Revenue is net of…')
  assert.equal(cut('Revenue is net (of refunds)', 18), 'Revenue is net…')
  assert.equal(cut('Revenueisnetofrefunds', 10), 'Revenueis…')
  assert.equal(cut('a bcdefghijklmnop', 10), 'a bcdefgh…')
})

for (const [text, title] of [
  ['Revenue is net of refunds. It is in euros.', 'Revenue is net of refunds'],
  ['Revenue is net of refunds; it is in euros', 'Revenue is net of refunds'],
  ['Revenue of all shops: net of refunds', 'Revenue of all shops'],
  ['Revenue of all shops – net of refunds', 'Revenue of all shops'],
  ['Note: revenue is net of refunds', 'Note: revenue is net of refunds'],
  ['e.g. revenue is net of refunds', 'e.g. revenue is net of refunds'],
  ['-- Revenue of all shops SELECT 1', 'Revenue of all shops'],
  ['-- short SELECT 1 FROM orders o', '-- short SELECT 1 FROM orders o'],
  ['Is it net? Yes, it is net of refunds', 'Is it net? Yes, it is net of refunds'],
] as const) {
  test(`the title of “${text}” is “${title}”`, () => assert.equal(titleOf(text), title))
}

test('whatever a block holds, what is made of it is in bounds, visible, in one line, and the same each time', () => {
  let shared = 0
  for (const text of texts(2, 300)) {
    for (const block of splitBlocks(text)) {
      const fact = extractFact(block)
      assert.deepEqual(extractFact(block), fact)
      if (!('content' in fact)) {
        assert.match(fact.leftOut, /^[a-z ]+$/)
        continue
      }
      shared += 1
      assert.ok(fact.title.length <= TITLE_LENGTH && fact.content.length <= CONTENT_LENGTH)
      assert.ok(fact.title !== '' && fact.content !== '', JSON.stringify(text))
      assert.doesNotMatch(fact.title + fact.content, /[\n\r\t\0\u200b]|<!--| {2}/)
      assert.ok(fact.content.isWellFormed() && fact.title.isWellFormed())
      assert.ok(categories.includes(fact.category))
      assert.ok(fact.tags.length <= 4 && new Set(fact.tags).size === fact.tags.length)
      for (const tag of fact.tags) assert.match(tag, /^[\p{L}\p{N}_-]{3,30}$/u)
    }
  }
  assert.ok(shared > 30, `only ${shared} were shared`)
})

test('tags are code before names before words, none of them a mere number or a word of every sentence', () => {
  const tags = tagsOf('`order_items` joins the orders of Prague, and orders hold 2024 `12345`', [
    'Shops',
  ])
  assert.equal(tags[0], 'order_items')
  assert.ok(tags.includes('prague') && tags.includes('orders'))
  assert.ok(!tags.some((tag) => /^\d+$|^(?:the|and|of)$/.test(tag)))
  assert.deepEqual(tagsOf('', []), [])
  assert.deepEqual(tagsOf('the of and', ['the']), [])
  assert.deepEqual(tagsOf('constructor', []), ['constructor'])
})

test('a category is that of most words, the first of equals, and workflow where none speaks', () => {
  assert.equal(categoryOf([]), 'workflow')
  assert.equal(categoryOf(['xyz', 'constructor', '__proto__']), 'workflow')
  assert.equal(categoryOf(wordsOf('The invoice of a customer')), 'business_logic')
  assert.equal(categoryOf(wordsOf('tržby a objednávky jsou bez DPH')), 'business_logic')
  assert.equal(categoryOf(wordsOf('the docker container of a server')), 'infrastructure')
  assert.equal(categoryOf(['sql', 'invoice']), 'data_analysis')
  assert.equal(categoryOf(['invoice', 'sql']), 'data_analysis')
})

test('words are told apart whatever their script and case, and signs within them belong to them', () => {
  assert.deepEqual(wordsOf('Order_ID, a.b-c! ŽLUŤ 数据 ２ 🎉'), [
    'order_id',
    'a.b-c',
    'žluť',
    '数据',
    '2',
  ])
  assert.deepEqual([wordsOf(''), wordsOf('…!?')], [[], []])
  assert.ok(isStopWord('the') && isStopWord('nebo') && !isStopWord('constructor'))
})

test('stems bring forms and words of one meaning together, and keep names as they are', () => {
  for (const [a, b] of [
    ['deletes the rows', 'removed a row'],
    ['orders', 'order'],
    ['tabulky', 'tabulka'],
    ['columns', 'fields'],
  ] as const)
    assert.deepEqual(stemsOf(a).slice(-1), stemsOf(b).slice(-1), `${a}, ${b}`)
  assert.deepEqual(stemsOf('orders_daily v2.1 is'), ['orders_daily', 'v2.1'])
  assert.deepEqual(stemsOf('constructor valueof'), stemsOf('constructor valueof'))
  for (const text of texts(3, 100)) for (const stem of stemsOf(text)) assert.ok(stem.length > 0)
})
