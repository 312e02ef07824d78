import assert from 'node:assert/strict'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { analyseFile } from '../transcript/analyse-file.ts'
import { pricesOf } from '../transcript/prices.ts'
import { joinAnalyses } from './join-analyses.ts'
import { joinUsages, ownUsages } from './own-usages.ts'
import { sessionFigures } from './session-figures.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transcripts-'))
})
after(() => rm(folder, { recursive: true, force: true }))

async function analyse(lines: readonly unknown[], end = '\n') {
  const path = join(folder, `${Math.random()}.jsonl`)
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  await writeFile(path, text.join('\n') + end)
  await using file = await open(path)
  return await analyseFile(file)
}

async function figures(lines: readonly unknown[], end?: string) {
  const all = await analyse(lines, end)
  return sessionFigures(joinAnalyses([all]), [...all.usages.values()])
}

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString()
const user = (content: unknown, more: object = {}) => ({
  type: 'user',
  message: { content },
  ...more,
})
const answer = (id: string, output: number, more: object = {}, content: unknown[] = []) => ({
  type: 'assistant',
  requestId: `req-${id}`,
  message: {
    id,
    model: 'claude-sonnet-4-5-20250929',
    content,
    usage: { input_tokens: 10, output_tokens: output, ...more },
  },
})

test('an answer that was written in several rows counts once, by its last row', async () => {
  const { tokens, quality } = await figures([
    answer('a', 1),
    answer('a', 7),
    answer('b', 5),
    answer('a', 20),
  ])
  assert.deepEqual([tokens.input, tokens.output, quality.duplicateUsageRows], [20, 25, 2])
})

test('without a request the message is the key, without both the row is', async () => {
  const bare = { type: 'assistant', uuid: 'u1', message: { usage: { output_tokens: 3 } } }
  const { requestId: _, ...message } = answer('m', 4)
  const { tokens } = await figures([message, message, bare, bare, { ...bare, uuid: 'u2' }])
  assert.equal(tokens.output, 4 + 3 + 3)
})

test('a session that is resumed in a new file is not paid twice, nor what a subagent copied', async () => {
  const one = await analyse([answer('a', 5), answer('b', 6)])
  const other = await analyse([answer('a', 9), answer('c', 1)])
  const own = ownUsages([
    { id: 'later', startedAt: 2, usages: other.usages },
    { id: 'first', startedAt: 1, usages: one.usages },
  ])
  const outputs = (id: string) => own.get(id)?.map(({ output }) => output)
  assert.deepEqual([outputs('first'), outputs('later')], [[9, 6], [1]])
  const joined = joinUsages([one.usages, other.usages])
  assert.deepEqual(
    [...joined.values()].map(({ output }) => output),
    [9, 6, 1],
  )
})

test('the caches of five minutes and of an hour have prices of their own; without the split the cheaper is estimated', async () => {
  const split = {
    cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 300 },
  }
  const exact = await figures([answer('a', 0, { cache_creation_input_tokens: 400, ...split })])
  assert.deepEqual([exact.tokens.cacheWrite5m, exact.tokens.cacheWrite1h], [100, 300])
  assert.ok(Math.abs((exact.tokens.costUsd ?? 0) - ((10 + 125 + 600) * 3) / 1e6) < 1e-12)
  assert.equal(exact.tokens.estimated, false)
  const guessed = await figures([answer('a', 0, { cache_creation_input_tokens: 400 })])
  assert.deepEqual([guessed.tokens.cacheWrite5m, guessed.tokens.estimated], [400, true])
})

test('a model without a known price has tokens and no cost; what is known is told', async () => {
  const unknown = answer('u', 5)
  unknown.message.model = 'model-of-tomorrow'
  const alone = await figures([unknown])
  assert.deepEqual(
    [alone.tokens.output, alone.tokens.costUsd, alone.tokens.unpriced],
    [5, null, true],
  )
  const mixed = await figures([unknown, answer('k', 1_000_000)])
  assert.ok((mixed.tokens.costUsd ?? 0) > 15)
  assert.equal(mixed.tokens.unpriced, true)
  const synthetic = answer('s', 5)
  synthetic.message.model = '<synthetic>'
  assert.equal((await figures([synthetic])).tokens.costUsd, 0)
  const reckoned = { ...answer('c', 5), costUSD: 0.25 }
  assert.equal((await figures([reckoned])).tokens.costUsd, 0.25)
})

test('what a person said is told apart from what the program said for them', async () => {
  const { userTurns } = await figures([
    user('hello'),
    user([{ type: 'text', text: 'and a picture' }, { type: 'image' }]),
    user('<command-name>/clear</command-name>'),
    user('Caveat: the messages below'),
    user('<system-reminder>x</system-reminder>'),
    user('meta', { isMeta: true }),
    user('side', { isSidechain: true }),
    user('summary', { isCompactSummary: true }),
    user([{ type: 'tool_result', tool_use_id: 't' }]),
    user(null),
    user([]),
    { type: 'user' },
  ])
  assert.equal(userTurns, 2)
})

test('tools count by the use, whatever their names, with errors, denials and what never ended', async () => {
  const use = (id: string, name: string) => ({ type: 'tool_use', id, name })
  const result = (id: string, more: object = {}) =>
    user([{ type: 'tool_result', tool_use_id: id, content: 'ok', ...more }])
  const found = await figures([
    answer('a', 1, {}, [use('1', 'Bash')]),
    answer('a', 1, {}, [use('1', 'Bash'), use('2', '__proto__')]),
    answer('b', 1, {}, [use('3', 'mcp__github__search'), use('4', 'Task'), use('5', 'Bash')]),
    result('1', { is_error: true }),
    result('2'),
    result('3', { is_error: true, content: "The user doesn't want to proceed with this" }),
    result('4'),
    user('[Request interrupted by user]'),
  ])
  assert.deepEqual(Object.entries(found.tools), [
    ['Bash', 2],
    ['__proto__', 1],
    ['mcp__github__search', 1],
    ['Task', 1],
  ])
  assert.deepEqual(found.errors, { Bash: 1, mcp__github__search: 1 })
  assert.deepEqual(found.mcpServers, { github: 1 })
  const { unfinished, denials, interrupts, subagents } = found
  assert.deepEqual([unfinished, denials, interrupts, subagents], [1, 1, 1, 1])
})

test('active time leaves out pauses above five minutes, also when times run backwards', async () => {
  const times = [0, 4, 8, 100, 103, 2].map((minute) => ({
    type: 'progress',
    timestamp: at(minute),
  }))
  const { activeMs, wallMs, start, end } = await figures(times)
  assert.deepEqual([activeMs, wallMs], [11 * 60_000, 103 * 60_000])
  assert.deepEqual([start, end], [at(0), at(103)])
})

test('every line is accounted for: bad ones, ones that are no objects, unknown types and half a tail', async () => {
  const { quality } = await figures(
    [
      '\ufeff{"type":"user"}',
      '{bad',
      '42',
      'null',
      '[1]',
      '',
      '{"type":"hologram"}',
      '{"a":1}',
      '{"type":"system","subtype":"new"}',
      '{"half',
    ],
    '',
  )
  const { lines, records, badLines, otherLines, blankLines, partialTailBytes, unknownTypes } =
    quality
  assert.equal(lines, records + badLines + otherLines + blankLines)
  assert.deepEqual([lines, records, badLines, otherLines, blankLines], [9, 4, 1, 3, 1])
  assert.equal(partialTailBytes, '{"half'.length)
  assert.deepEqual(unknownTypes, { hologram: 1, '(none)': 1, 'system/new': 1 })
})

test('two projects whose folders are named alike are two (of the original, the name of a folder was guessed from)', async () => {
  const projects = ['/home/ann/my-shop', '/home/ann/my/shop']
  const found = await Promise.all(
    projects.map(async (cwd) => (await figures([user('hello', { cwd })])).project),
  )
  assert.deepEqual(found, projects)
})

test('a title is a person’s before the program’s, one line, and without secrets', async () => {
  const token = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`
  const first = user(`deploy with ${token}\nplease ${'x'.repeat(200)}`)
  const { title } = await figures([first])
  assert.ok(
    title && !title.includes(token) && title.length <= 80 && !title.includes('\n'),
    title ?? '',
  )
  assert.equal(
    (await figures([first, { type: 'ai-title', aiTitle: 'By machine' }])).title,
    'By machine',
  )
  const both = [
    { type: 'custom-title', customTitle: 'Mine' },
    { type: 'ai-title', aiTitle: 'No' },
  ]
  assert.equal((await figures([first, ...both])).title, 'Mine')
})

test('compactions count their boundaries, or the summaries of older versions', async () => {
  const boundary = { type: 'system', subtype: 'compact_boundary' }
  const summary = user('s', { isCompactSummary: true })
  assert.equal((await figures([boundary, summary, boundary])).compactions, 2)
  assert.equal((await figures([summary])).compactions, 1)
})

test('nothing in a transcript makes the reckoning fail: nesting, impossible times, numbers and names', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const result = `{"type":"tool_result","tool_use_id":"gone","is_error":true,"content":${deep}}`
  const { quality, tokens, start, errors } = await figures([
    `{"type":"user","message":{"content":[${result}]}}`,
    deep,
    { type: 'user', timestamp: '0000-01-01T00:00:00Z' },
    answer('big', 1e308),
    answer('small', 5),
  ])
  assert.deepEqual([quality.lines, quality.records, quality.otherLines], [5, 4, 1])
  assert.deepEqual([tokens.output, start], [5, null])
  assert.deepEqual(errors, { '(unknown)': 1 })
})

test('answers and uses of tools without any id count each, in one session and over several', async () => {
  const bare = (output: number) => ({
    type: 'assistant',
    message: {
      content: [
        { type: 'tool_use', name: 'A' },
        { type: 'tool_use', name: 'B' },
      ],
      usage: { output_tokens: output },
    },
  })
  const [one, two] = [await analyse([bare(3)]), await analyse([bare(4)])]
  const own = ownUsages([
    { id: 'one', startedAt: 1, usages: joinUsages([one.usages]) },
    { id: 'two', startedAt: 2, usages: joinUsages([two.usages]) },
  ])
  assert.deepEqual(
    [...own.values()].map((usages) => usages.map(({ output }) => output)),
    [[3], [4]],
  )
  assert.deepEqual(sessionFigures(joinAnalyses([one]), []).tools, { A: 1, B: 1 })
})

test('an operator’s price counts before that of the list, and a text that is no price is refused', async () => {
  const all = await analyse([
    {
      ...answer('n', 1_000_000),
      message: { id: 'n', model: 'claude-next-1-2027', usage: { output_tokens: 1_000_000 } },
    },
  ])
  const cost = (own: string[]) =>
    sessionFigures(all, [...all.usages.values()], pricesOf(own)).tokens
  assert.deepEqual([cost([]).costUsd, cost([]).unpriced], [null, true])
  assert.deepEqual(
    [cost(['claude-next-1=4/20']).costUsd, cost(['claude-next-1=4/20']).unpriced],
    [20, false],
  )
  assert.throws(() => pricesOf(['claude-next-1: 4']), /claude-next-1=4\/20/)
})
