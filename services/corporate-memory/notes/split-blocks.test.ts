import assert from 'node:assert/strict'
import { test } from 'node:test'
import { splitBlocks } from './split-blocks.ts'

const note = `# Data

Revenue is net of refunds.
It is in euros.

## Orders
- One row an order
  and no more.
- Cancelled ones have:
\`\`\`sql
select * from orders

where state = 'x'
\`\`\`
1. First step

| a | b |
| - | - |
| 1 | 2 |
`

test('a note falls into headings, paragraphs, items with their examples, and tables', () => {
  const all = splitBlocks(note)
  assert.deepEqual(
    all.filter(({ isHeading }) => isHeading).map(({ line }) => line),
    [1, 6],
  )
  const blocks = all.filter(({ isHeading }) => !isHeading)
  assert.deepEqual(
    blocks.map(({ line, headings }) => [line, headings.join(' > ')]),
    [
      [3, 'Data'],
      [7, 'Data > Orders'],
      [9, 'Data > Orders'],
      [15, 'Data > Orders'],
      [17, 'Data > Orders'],
    ],
  )
  assert.equal(blocks[1]?.text, '- One row an order and no more.')
  assert.match(blocks[2]?.text ?? '', /where state/)
})

test('a block keeps its name when lines wrap otherwise, end otherwise, or others come before it', () => {
  const [first] = splitBlocks('Revenue is net\nof refunds.')
  const others = [
    'Revenue is net of refunds.\r\n',
    '\ufeffSomething else.\n\nRevenue   is net of\n refunds.',
    '# New heading\n\nReve\u200bnue is net of refunds.',
  ]
  for (const text of others) assert.equal(splitBlocks(text).at(-1)?.hash, first?.hash)
})

test('the same sentence twice is two blocks', () => {
  const [a, b] = splitBlocks('- Do it right.\n- Do it right.\n')
  assert.notEqual(a?.hash, b?.hash)
})

test('comments say nothing, and a fence that never closes ends with the file', () => {
  assert.equal(splitBlocks('Good. <!-- hidden -->')[0]?.text, 'Good.')
  assert.equal(splitBlocks('```\na\n\nb').length, 1)
  assert.deepEqual(splitBlocks(''), [])
})

test('a value knows what leads to it: a line with a colon, a short title, the item that it lies below', () => {
  const leadOf = (text: string) => splitBlocks(text).at(-1)?.lead
  assert.equal(leadOf('The password of the shop:\n\nmeadow'), 'The password of the shop:')
  assert.equal(leadOf('- Passwords\n  - of the shop\n    - meadow'), 'of the shop')
  assert.equal(leadOf('- Passwords\n  - rain\n  - meadow'), 'Passwords')
  assert.equal(leadOf('- Passwords\n- meadow'), '')
  assert.equal(leadOf('Passwords:\n\n# Other things\n\nmeadow'), '')
})
