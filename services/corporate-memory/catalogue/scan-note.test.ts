import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nothing } from './load-catalogue.ts'
import { refresh } from './refresh.ts'
import { reportOf, summaryOf } from './report-of.ts'
import { scanNote } from './scan-note.ts'

const key = ['AK', 'IAQYLPMN5HFIQR7XYA'].join('')
const fact = '- Revenue is net of refunds since the change of the ledger.'
const other = '- Campaign names hold the country behind the first dash.'
const scan = (text: string) => scanNote({ username: 'ann', text })

/** What becomes of a note, and whether anything of a secret is in it. */
function outcome(text: string, secret: string) {
  const note = scan(text)
  const { statements, held, leftOut } = note
  assert.ok(!JSON.stringify([statements, leftOut, held.map(({ hits }) => hits)]).includes(secret))
  return {
    shared: statements.map(({ block }) => block.line),
    held: held.map(({ block }) => block.line),
    lines: [...new Set(held.flatMap(({ hits }) => hits.map(({ line }) => line)))],
  }
}

for (const [what, text, secret, expected] of [
  [
    'in its own line',
    `${fact}\n- The key is ${key}.\n${other}`,
    key,
    { shared: [1, 3], held: [2], lines: [2] },
  ],
  [
    'in the third line of a block',
    `${fact}\n\nThe depot is\nclosed, its key\nis ${key}.`,
    key,
    { shared: [1], held: [3], lines: [5] },
  ],
  [
    'in a block of code',
    `${fact}\n\n\`\`\`sh\nexport A=1\nexport KEY=${key}\n\`\`\``,
    key,
    { shared: [1], held: [3], lines: [5] },
  ],
  [
    'in a table',
    `${fact}\n\n| a | b |\n|---|---|\n| 1 | ${key} |`,
    key,
    { shared: [1], held: [3], lines: [5] },
  ],
  [
    'in a comment that nobody sees',
    `${fact}\n- <!-- ${key} --> Orders come at noon from all of the shops.`,
    key,
    { shared: [1], held: [2], lines: [2] },
  ],
  [
    'in a heading, which others do not hear',
    `# Depot ${key}\n\n${fact}`,
    key,
    { shared: [3], held: [1], lines: [1] },
  ],
  [
    'below the heading that names it',
    `# Password of the shop\n\n- Rain-Meadow-7\n\n# Orders\n\n${fact}`,
    'Rain-Meadow',
    { shared: [7], held: [3], lines: [3] },
  ],
  [
    'below the line that names it',
    `Password of the shop:\n\nRain-Meadow-7`,
    'Rain-Meadow',
    { shared: [], held: [3], lines: [3] },
  ],
  [
    'with line ends of Windows',
    `${fact}\r\n- The key is ${key}.\r\n`,
    key,
    { shared: [1], held: [2], lines: [2] },
  ],
] as const) {
  test(`a secret ${what} is held back with its block, told by line, and all else is shared`, () =>
    assert.deepEqual(outcome(text, secret), expected))
}

test('each finding names its person, block, rule and line, and what it looks like', () => {
  const [held] = scan(`${fact}\n- The key is ${key}.`).held
  assert.ok(held && held.hits.length > 0)
  for (const hit of held.hits) {
    assert.deepEqual(Object.keys(hit).toSorted(), ['block', 'line', 'name', 'rule', 'username'])
    assert.deepEqual([hit.username, hit.block], ['ann', held.block.hash])
  }
  assert.deepEqual(
    [held.hits[0]?.rule, held.hits[0]?.name],
    ['aws-access-key', 'an AWS access key'],
  )
})

test('what is not worth sharing is counted by its reason, and a heading is nothing by itself', () => {
  const note = scan(
    `# Heading of the note\n\n- I prefer short answers in all tools.\n- I prefer dark mode in all tools.\n- orders table\n${fact}`,
  )
  assert.deepEqual(note.leftOut, { 'personal preference': 2, 'too short': 1 })
  assert.equal(note.statements.length, 1)
  assert.deepEqual(scan(''), { username: 'ann', statements: [], held: [], unsaid: [], leftOut: {} })
})

test('the report of a collection is the same for the same notes in any order, and holds no secret', () => {
  const texts = { ann: `${fact}\n- The key is ${key}.`, bob: `${fact}\n${other}\n- orders table` }
  const report = (names: readonly ('ann' | 'bob')[]) => {
    const notes = {
      notes: names.map((username) => ({ username, text: texts[username] })),
      unreadable: [{ username: 'cyd', reason: 'it is a link' }],
    }
    const after = refresh(nothing, notes)
    const curated = { facts: new Map(), calls: 1, failures: ['x'], input: 2, output: 3 }
    const collected = { before: nothing, after, notes, curated }
    return { report: reportOf(collected), summary: summaryOf(collected) }
  }
  const first = report(['ann', 'bob'])
  assert.deepEqual(report(['bob', 'ann']), first)
  assert.ok(!JSON.stringify(first).includes(key))
  const { items, counts, quarantined, unreadable, tokens, curator } = first.report as {
    items: { title: string; sources: { user: string }[] }[]
    counts: object
    quarantined: { user: string; line: number }[]
    unreadable: object
    tokens: object
    curator: object
  }
  const revenue = items.find(({ title }) => title.startsWith('Revenue'))
  assert.deepEqual(
    revenue?.sources.map(({ user }) => user),
    ['ann', 'bob'],
  )
  assert.deepEqual(counts, {
    ...{ people: 2, items: 2, new: 2, changed: 0, quarantined: 1 },
    leftOut: { 'too short': 1 },
  })
  for (const { user, line } of quarantined) assert.deepEqual([user, line], ['ann', 2])
  assert.deepEqual(unreadable, [{ user: 'cyd', reason: 'it is a link' }])
  assert.deepEqual(
    [tokens, curator],
    [
      { input: 2, output: 3 },
      { calls: 1, failures: ['x'] },
    ],
  )
  assert.match(first.summary, /^2 notes, 2 items changed, \d findings? held back, 1 note not read$/)
})
