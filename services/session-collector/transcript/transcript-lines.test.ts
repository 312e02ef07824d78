import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { transcriptLines } from './transcript-lines.ts'

let path: string
before(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'transcript-')), 'a.jsonl')
})
after(() => rm(join(path, '..'), { recursive: true }))

async function told(records: readonly object[], limit = 100, from = 0) {
  await writeFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return transcriptLines([path], from, limit)
}

/** Who says what. */
const saidIn = async (...records: readonly object[]) =>
  (await told(records)).lines.map(({ who, text }) => `${who}: ${text}`)

const user = (content: unknown) => ({ type: 'user', message: { content } })
const assistant = (...content: readonly unknown[]) => ({ type: 'assistant', message: { content } })
const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)])

for (const [what, record, said] of [
  ['a text of a person', user('hello'), ['user: hello']],
  ['blocks of a person', user([{ type: 'text', text: 'a' }, { type: 'image' }]), ['user: a']],
  ['blanks of a person', user(' \n'), []],
  ['nothing of a person', user(null), []],
  [
    'an answer with its thoughts, which are left out',
    assistant({ type: 'thinking', thinking: 'hm' }, { type: 'text', text: 'yes' }),
    ['assistant: yes'],
  ],
  [
    'two texts of an answer',
    assistant({ type: 'text', text: 'a' }, { type: 'text', text: 'b' }),
    ['assistant: a', 'assistant: b'],
  ],
  [
    'the use of a tool',
    assistant({ type: 'tool_use', name: 'Bash', input: { command: 'ls' } }),
    ['tool: Bash: {"command":"ls"}'],
  ],
  ['the use of a tool without input', assistant({ type: 'tool_use', name: 'X' }), ['tool: X: {}']],
  ['the use of a tool without a name', assistant({ type: 'tool_use' }), ['tool: (none): {}']],
  [
    'the use of a tool with a name that is none',
    assistant({ type: 'tool_use', name: 5, input: null }),
    ['tool: (none): {}'],
  ],
  ['a result', user([{ type: 'tool_result', content: 'ok' }]), ['result: ok']],
  [
    'a result in blocks, a picture by its kind',
    user([
      {
        type: 'tool_result',
        content: [{ type: 'text', text: 'a' }, { type: 'image', source: { data: 'AAAA' } }, {}, 5],
      },
    ]),
    ['result: a\n(image)\n(something)'],
  ],
  [
    'a result of another shape',
    user([{ type: 'tool_result', content: { rows: 3 } }]),
    ['result: {"rows":3}'],
  ],
  ['a result that says nothing', user([{ type: 'tool_result', content: null }]), []],
  [
    'a result that failed',
    user([{ type: 'tool_result', content: 'no', is_error: true }]),
    ['tool: failed: no'],
  ],
  [
    'a result that failed, in blocks',
    user([{ type: 'tool_result', content: [{ type: 'text', text: 'no' }], is_error: true }]),
    ['tool: failed: no'],
  ],
  [
    'a result that failed without a word',
    user([{ type: 'tool_result', is_error: true }]),
    ['tool: failed: '],
  ],
  ['a record of another type', { type: 'summary', summary: 'x', message: { content: 'y' } }, []],
  ['a record of no type', { message: { content: [{ type: 'text', text: 'x' }] } }, []],
] as const)
  test(`a reader sees ${what}`, async () => {
    assert.deepEqual(await saidIn(record), said)
  })

test('so many lines are told as are wanted, the first ones, and how many there are beyond', async () => {
  const records = Array.from({ length: 7 }, (_, n) => user(n === 3 ? ' ' : `${n}`))
  const textsOf = async (limit: number) => {
    const { lines, more } = await told(records, limit)
    return [lines.map(({ text }) => text).join(), more]
  }
  assert.deepEqual(await textsOf(0), ['', 6])
  assert.deepEqual(await textsOf(4), ['0,1,2,4', 2])
  assert.deepEqual(await textsOf(6), ['0,1,2,4,5,6', 0])
})

test('what a page had no room for was nowhere to be read: all pages together tell every line once', async () => {
  const records = Array.from({ length: 10 }, (_, n) => user(`${n}`))
  for (const limit of [1, 3, 10]) {
    const seen: string[] = []
    for (let from = 0; from < 10; from += limit) {
      const { lines, more } = await told(records, limit, from)
      seen.push(...lines.map(({ text }) => text))
      assert.equal(more, 10 - from - lines.length)
    }
    assert.equal(seen.join(''), '0123456789')
  }
  assert.deepEqual(await told(records, 5, 99), { lines: [], more: 0 })
})

test('what subagents were asked and said was missing: it follows the session’s own, and is told as theirs', async () => {
  await told([user('mine')])
  const other = `${path}.agent`
  await writeFile(other, `${JSON.stringify({ ...user('theirs'), isSidechain: true })}\n`)
  const { lines } = await transcriptLines([path, other], 0, 9)
  assert.deepEqual(
    lines.map(({ text, subagent }) => [text, subagent]),
    [
      ['mine', false],
      ['theirs', true],
    ],
  )
})

test('a long text is cut, never within a character, and its time is what the record says', async () => {
  const timestamp = '2026-02-03T08:00:00Z'
  const { lines } = await told([
    { ...user(`${'x'.repeat(3998)}😀${'y'.repeat(100)}`), timestamp },
    { ...user('x'.repeat(4000)), timestamp: 5 },
  ])
  const [cut, whole] = lines
  assert.deepEqual([cut?.text, cut?.time], [`${'x'.repeat(3998)}\ufffd…`, timestamp])
  assert.deepEqual([whole?.text.length, whole?.time], [4000, undefined])
})

test('what is nested without end is told as such, and ends no page', async () => {
  const input = deep(500)
  const text = `{"type":"assistant","message":{"content":[{"type":"tool_use","name":"X","input":${'['.repeat(50_000)}${']'.repeat(50_000)}}]}}\n`
  await writeFile(path, text)
  assert.deepEqual((await transcriptLines([path], 0, 9)).lines[0]?.text, 'X: (nested too deeply)')
  assert.match(
    (await saidIn(assistant({ type: 'tool_use', name: 'X', input })))[0] ?? '',
    /^tool: X: \[\[/,
  )
})

test('without a file nothing was said', async () => {
  for (const none of [[], [`${path}.none`]])
    assert.deepEqual(await transcriptLines(none, 0, 5), { lines: [], more: 0 })
})
