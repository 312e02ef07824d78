import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyAnalysis, type FileAnalysis } from './file-analysis.ts'
import { noteRecord } from './note-record.ts'
import type { Fields } from './record.ts'

function noted(...records: readonly Fields[]): FileAnalysis & { readonly times: number[] } {
  const found = emptyAnalysis()
  const times: number[] = []
  for (const [nth, record] of records.entries()) noteRecord(found, record, nth + 1, times)
  return { ...found, times }
}

const user = (content: unknown, more: object = {}) => ({
  type: 'user',
  message: { content },
  ...more,
})
const result = (id: string, more: object = {}) => ({
  type: 'tool_result',
  tool_use_id: id,
  ...more,
})
const use = (id: string, name = 'Bash') => ({ type: 'tool_use', id, name })
const answer = (...content: readonly object[]) => ({ type: 'assistant', message: { content } })

const DENIED = "The user doesn't want to proceed with this tool use."

for (const [what, record, denials] of [
  ['a result that says so', user([result('1', { is_error: true, content: DENIED })]), 1],
  [
    'one with a curly apostrophe',
    user([result('1', { is_error: true, content: DENIED.replace("'", '’') })]),
    1,
  ],
  [
    'one in blocks',
    user([result('1', { is_error: true, content: [{ type: 'text', text: DENIED }] })]),
    1,
  ],
  [
    'two in one record',
    user([1, 2].map((id) => result(`${id}`, { is_error: true, content: DENIED }))),
    1,
  ],
  ['a record with the kind of it', user([result('1')], { toolDenialKind: 'user-rejected' }), 1],
  ['a file that was read and has these words in it', user([result('1', { content: DENIED })]), 0],
  [
    'a result that says it is no error',
    user([result('1', { is_error: false, content: DENIED })]),
    0,
  ],
  ['another error', user([result('1', { is_error: true, content: 'no such file' })]), 0],
  ['what a person says', user(DENIED), 0],
] as const)
  test(`${what} is ${denials === 0 ? 'no denial' : 'one denial'}`, () => {
    assert.equal(noted(record).denials, denials)
  })

test('a tool’s result is told before its use or after it, and once failed stays so', () => {
  const tools = (...records: readonly Fields[]) => [...noted(...records).tools.values()]
  const ok = user([result('1')])
  const failed = user([result('1', { is_error: true })])
  const bash = (ended: boolean, failed: boolean) => [{ name: 'Bash', ended, failed }]
  assert.deepEqual(tools(answer(use('1'))), bash(false, false))
  assert.deepEqual(tools(answer(use('1')), ok), bash(true, false))
  assert.deepEqual(tools(ok, answer(use('1'))), bash(true, false))
  for (const order of [
    [failed, ok],
    [ok, failed],
  ] as const) {
    assert.deepEqual(tools(answer(use('1')), ...order), bash(true, true))
    assert.deepEqual(tools(...order, answer(use('1'))), bash(true, true))
  }
  const { tools: none, results } = noted(ok, failed)
  assert.deepEqual([[...none], [...results]], [[], [['1', true]]])
  assert.deepEqual(
    [...noted(ok, answer(use('1')))?.results],
    [],
    'what has its use is left over no more',
  )
})

test('a title that a person takes away again is none, and the last one counts', () => {
  const { customTitle, aiTitle } = noted(
    { type: 'custom-title', customTitle: 'First' },
    { type: 'custom-title', customTitle: '' },
    { type: 'ai-title', title: 'Older' },
    { type: 'ai-title', aiTitle: 'Newer', title: 'x' },
  )
  assert.deepEqual([customTitle, aiTitle], [undefined, 'Newer'])
})

test('the folder is where the last record says that the work is, also when it moved', () => {
  assert.equal(noted({ cwd: '/a' }, { cwd: '/b' }, { cwd: '' }, { cwd: 5 }).folder, '/b')
  const moved = { type: 'relocated', relocatedCwd: '/c' }
  assert.equal(noted({ cwd: '/a' }, moved).folder, '/c')
  assert.equal(noted({ cwd: '/a' }, { type: 'relocated' }).folder, '/a')
  assert.equal(noted({ type: 'x', relocatedCwd: '/c' }).folder, undefined)
})

test('times count wherever a record has one, and no branch is called HEAD', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString()
  const { times, start, end, branches } = noted(
    { timestamp: at(5), gitBranch: 'main' },
    { type: 'file-history-snapshot', snapshot: { timestamp: at(1) }, gitBranch: 'HEAD' },
    { timestamp: at(9), snapshot: { timestamp: at(0) }, gitBranch: 'main' },
    { timestamp: 'soon', gitBranch: '' },
  )
  assert.equal(times.length, 3)
  assert.deepEqual([start, end], [Date.parse(at(1)), Date.parse(at(9))])
  assert.deepEqual([...branches], ['main'])
})

test('what the program tells of itself is counted: boundaries, errors, turns, interruptions and pull requests', () => {
  const system = (subtype: string, more: object = {}) => ({ type: 'system', subtype, ...more })
  const pull = { type: 'pr-link', prUrl: 'https://git.example/1' }
  const found = noted(
    ...[system('compact_boundary'), system('compact_boundary'), system('api_error')],
    ...[system('turn_duration', { durationMs: 1500 }), system('turn_duration', { durationMs: -1 })],
    ...[
      { ...answer(), isApiErrorMessage: true },
      user('[Request interrupted by user for tool use]'),
    ],
    ...[pull, pull, { type: 'pr-link', prUrl: 5 }, user('x', { isCompactSummary: true })],
  )
  const { boundaries, apiErrors, turnMs, interrupts, pullRequests, compactSummaries } = found
  assert.deepEqual(
    [boundaries, apiErrors, turnMs, interrupts, compactSummaries],
    [2, 2, 1500, 1, 1],
  )
  assert.deepEqual([...pullRequests], ['https://git.example/1'])
})

for (const [record, unknown] of [
  [{ type: 'user' }, []],
  [{ type: 'system' }, []],
  [{ type: 'system', subtype: 'api_error' }, []],
  [{ type: 'system', subtype: 'new' }, ['system/new']],
  [{ type: 'user', subtype: 'new' }, []],
  [{ type: 'constructor' }, ['constructor']],
  [{ type: '__proto__' }, ['__proto__']],
  [{ type: 5 }, ['(none)']],
  [{ type: '' }, ['(none)']],
  [{}, ['(none)']],
] as const)
  test(`${JSON.stringify(record)} is ${unknown.length ? 'counted as unknown' : 'known'}`, () => {
    const { unknownTypes, types } = noted(record)
    assert.deepEqual([...unknownTypes.keys()], unknown)
    assert.equal(
      [...types.values()].reduce((sum, times) => sum + times, 0),
      1,
    )
  })
