import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../../tests/peers/seeded-random.ts'
import { contradicts } from './contradicts.ts'
import { similarity } from './similarity.ts'
import { ALIKE, SAME, StatementIndex } from './statement-index.ts'
import { statementOf } from './statement.ts'

const parts = {
  subject: ['Revenue', 'The gateway', 'Orders of `shop_7`', 'Tržby', 'A constructor', 'Nobody'],
  verb: ['is net of', 'never refuses', 'holds', 'is not', 'jsou bez', 'must load before'],
  object: ['refunds', '1,500 requests', 'the ledger', 'vratek', '5 € of tax', 'Prague > Brno'],
  rest: [
    '',
    ' since 2024',
    ' unless it is closed',
    ', then it stops',
    ' on Mondays only',
    ' (x != 3)',
  ],
}

/** Sentences that share most of their words, and odd ones. */
const sentences = [
  ...(() => {
    const random = seededRandom(7)
    const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? ''
    return Array.from(
      { length: 45 },
      () => `${pick(parts.subject)} ${pick(parts.verb)} ${pick(parts.object)}${pick(parts.rest)}.`,
    )
  })(),
  ...['', ' ', '…', '```', '数据 是 净 的', '🎉🎉', '-5', 'no', 'constructor __proto__ toString'],
]
const statements = sentences.map(statementOf)

test('a statement is itself: as like as can be, and in no contradiction, however it is set', () => {
  for (const [at, text] of sentences.entries()) {
    const one = statements[at] ?? assert.fail()
    assert.equal(
      similarity(one, one, () => 1),
      1,
      text,
    )
    assert.equal(contradicts(one, one), false, text)
    const blanks = statementOf(`  ${text}\n`)
    assert.deepEqual([blanks.wordHash, contradicts(one, blanks)], [one.wordHash, false], text)
    const begun = text.slice(0, 1).toLowerCase() + text.slice(1)
    assert.equal(statementOf(begun).wordHash, one.wordHash, text)
  }
})

test('likeness and contradiction are the same from both sides, and likeness is from 0 to 1', () => {
  for (const a of statements) {
    for (const b of statements) {
      const likeness = similarity(a, b, () => 1)
      assert.ok(likeness >= 0 && likeness <= 1 + 1e-9, String(likeness))
      assert.ok(Math.abs(likeness - similarity(b, a, () => 1)) < 1e-9)
      assert.equal(contradicts(a, b), contradicts(b, a))
    }
  }
})

test('a word that every object has a part of that name is no number', () => {
  for (const word of ['constructor', 'valueOf', 'toString', '__proto__'])
    assert.deepEqual(statementOf(`The ${word} of the class reads the file twice.`).numbers, [])
  assert.deepEqual(statementOf('Two of ten, půlka a 1,5').numbers, ['0.5', '1.5', '10', '2'])
})

test('the index finds what a look at every statement finds, the most alike first', () => {
  const index = new StatementIndex()
  for (const [at, text] of sentences.entries()) index.add(`km_${at}`, text)
  for (const text of sentences) {
    const matches = index.matches(text)
    const likenesses = matches.map(({ likeness }) => likeness)
    assert.deepEqual(
      likenesses,
      likenesses.toSorted((a, b) => b - a),
    )
    for (const { id, likeness, contradicts: differs } of matches) {
      const found = sentences[Number(id.slice(3))] ?? assert.fail(id)
      assert.ok(likeness >= ALIKE)
      assert.equal(likeness, similarity(statementOf(text), statementOf(found), index.rarity))
      assert.equal(differs, contradicts(statementOf(text), statementOf(found)))
    }
    if (statementOf(text).stems.length > 0) assert.equal(matches[0]?.likeness, 1, text)
  }
})

for (const [what, asked, agreeing, contradicting] of [
  [
    'the less alike',
    'More than 100 requests a minute are refused by the gateway.',
    'The gateway refuses more than 100 requests a minute.',
    'The gateway refuses more than 500 requests a minute.',
  ],
  [
    'the more alike',
    'The gateway refuses more than 100 requests a minute.',
    'More than 100 requests a minute are refused by the gateway.',
    'The gateway never refuses more than 100 requests a minute.',
  ],
] as const) {
  test(`an id that contradicts in one of its wordings, ${what}, does in all`, () => {
    const one = new StatementIndex()
    one.add('km_a', agreeing)
    assert.deepEqual(
      one.matches(asked).map(({ contradicts: differs }) => differs),
      [false],
    )
    for (const order of [
      [agreeing, contradicting],
      [contradicting, agreeing],
    ]) {
      const index = new StatementIndex()
      for (const wording of order) index.add('km_a', wording)
      const [match, ...others] = index.matches(asked)
      assert.deepEqual(others, [])
      assert.ok(match && match.contradicts && match.likeness >= SAME)
    }
  })
}

test('the same wording twice counts once, and the same words of two ids are found for both', () => {
  const index = new StatementIndex()
  index.add('km_d', 'The depot of the north is closed.')
  for (const id of ['km_b', 'km_a', 'km_b']) index.add(id, 'Revenue is net of refunds.')
  index.add('km_c', 'REVENUE  is net — of refunds')
  const once = index.rarity('refund')
  index.add('km_a', 'Revenue is net of refunds.')
  assert.equal(index.rarity('refund'), once)
  assert.deepEqual(index.sameWords('revenue is net of refunds'), ['km_a', 'km_b', 'km_c'])
  assert.deepEqual(index.sameWords('revenue is not net of refunds'), [])
})

test('an empty index finds nothing, and a rare word weighs more than one that all share', () => {
  const index = new StatementIndex()
  assert.deepEqual([index.matches('Revenue is net.'), index.sameWords('Revenue')], [[], []])
  for (const town of ['Lyon', 'Oslo', 'Turin']) index.add(town, `The depot of ${town} is closed.`)
  assert.ok(index.rarity('turin') > index.rarity('depot'))
  assert.ok(index.rarity('nowhere') > index.rarity('turin'))
  assert.ok(index.rarity('depot') > 0)
})

test('a word that more than a thousand wordings share finds none of them, rarer words and the same words do', () => {
  const index = new StatementIndex()
  const depot = (town: string) => `The depot of ${town} closes early.`
  for (let nth = 0; nth < 1000; nth += 1) index.add(`km_${nth}`, depot(`town${nth}`))
  assert.ok(index.matches('The depot closes early.').length > 0)
  index.add('km_last', depot('Turin'))
  assert.deepEqual(index.matches('The depot closes early.'), [])
  assert.deepEqual(
    index.matches('In Turin the depot closes early.').map(({ id }) => id),
    ['km_last'],
  )
  assert.deepEqual(index.sameWords(depot('town7')), ['km_7'])
})
