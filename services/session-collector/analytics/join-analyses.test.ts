import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { emptyAnalysis, type FileAnalysis } from '../transcript/file-analysis.ts'
import { burstsOf } from '../transcript/bursts.ts'
import { noteRecord } from '../transcript/note-record.ts'
import type { Fields } from '../transcript/record.ts'
import { joinAnalyses } from './join-analyses.ts'
import { joinUsages, ownUsages, type SessionUsages } from './own-usages.ts'
import { sessionFigures } from './session-figures.ts'

/** A file as if these were its lines. */
function analysed(records: readonly Fields[]): FileAnalysis {
  const found = emptyAnalysis()
  const times: number[] = []
  for (const [nth, record] of records.entries()) noteRecord(found, record, nth + 1, times)
  found.lines = records.length
  found.bursts = burstsOf(times)
  return found
}

const { below, pick } = chooser(17)

/** A record that may be in any file of a session, at any time of half a day. */
function record(): Fields {
  const id = `t${below(12)}`
  const timestamp = new Date(Date.UTC(2026, 0, 5) + below(720) * 60_000).toISOString()
  const more = {
    timestamp,
    uuid: `u${below(40)}`,
    parentUuid: `u${below(50)}`,
    gitBranch: `b${below(3)}`,
  }
  const result = { type: 'tool_result', tool_use_id: id, is_error: below(3) === 0 }
  const use = { type: 'tool_use', id, name: `Tool${id}` }
  const usage = { output_tokens: below(100), input_tokens: 7 }
  return pick<Fields>([
    { type: 'user', message: { content: `turn ${below(9)}` }, ...more },
    { type: 'user', message: { content: [result] }, ...more },
    { type: 'assistant', message: { id: `m${below(9)}`, usage, content: [use] }, ...more },
    { type: 'system', subtype: 'turn_duration', durationMs: below(900), ...more },
    { type: 'hologram', ...more },
  ])
}

/** What does not depend on which file a record stands in. */
function summed(all: FileAnalysis) {
  const { title: _, quality, ...figures } = sessionFigures(all, [])
  const sorted = (names: Readonly<Record<string, number>>) =>
    Object.entries(names).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    ...figures,
    quality: { ...quality, types: sorted(quality.types), unknown: sorted(quality.unknownTypes) },
    branches: figures.branches.toSorted(),
    tools: sorted(figures.tools),
    errors: sorted(figures.errors),
  }
}

test('however the lines of a session are spread over its files, and in whatever order those come, its figures are the same', () => {
  for (let round = 0; round < 50; round += 1) {
    const records = Array.from({ length: 5 + below(60) }, record)
    const whole = summed(joinAnalyses([analysed(records)]))
    const spread = Map.groupBy(records, () => below(4))
    const files = [...spread.values()].map(analysed)
    assert.deepEqual(summed(joinAnalyses(files)), whole)
    assert.deepEqual(summed(joinAnalyses(files.toReversed())), whole)
    assert.deepEqual(
      summed(joinAnalyses([joinAnalyses(files.slice(0, 2)), ...files.slice(2)])),
      whole,
    )
  }
})

test('a session without files has figures, and they are none', () => {
  const { quality, ...figures } = sessionFigures(joinAnalyses([]), [])
  assert.deepEqual(
    [figures.start, figures.end, figures.wallMs, figures.activeMs],
    [null, null, 0, 0],
  )
  assert.deepEqual([figures.title, figures.project, figures.tokens.costUsd], [null, null, 0])
  assert.equal(quality.lines + quality.records, 0)
})

test('a session’s own file says what it is called and where it was, and a subagent’s only where that says nothing', () => {
  const main = analysed([{ type: 'custom-title', customTitle: 'Ours' }, { cwd: '/shop' }])
  const sub = analysed([
    { type: 'custom-title', customTitle: 'Theirs' },
    { type: 'user', cwd: '/elsewhere', message: { content: 'look around' } },
  ])
  const both = joinAnalyses([main, sub])
  assert.deepEqual(
    [both.customTitle, both.folder, both.firstTurn],
    ['Ours', '/shop', 'look around'],
  )
  const { customTitle, folder } = joinAnalyses([analysed([]), sub])
  assert.deepEqual([customTitle, folder], ['Theirs', '/elsewhere'])
})

test('joining changes none of the files that are joined', () => {
  const files = [analysed([record(), record()]), analysed([record()])]
  const before = structuredClone(files)
  joinAnalyses(files)
  assert.deepEqual(files, before)
})

test('an answer belongs to one session, and all sessions together have each answer once, whatever is new or repeated', () => {
  for (let round = 0; round < 60; round += 1) {
    const usages = () => analysed(Array.from({ length: below(25) }, record)).usages
    const sessions: SessionUsages[] = Array.from({ length: 1 + below(5) }, (_, n) => ({
      id: `s${n}`,
      // Some begin at the same moment: then the id decides.
      startedAt: below(3),
      usages: joinUsages(Array.from({ length: 1 + below(3) }, usages)),
    }))
    const own = ownUsages(sessions)
    assert.deepEqual([...own.keys()].toSorted(), sessions.map(({ id }) => id).toSorted())
    const keys = new Set(sessions.flatMap((session) => [...session.usages.keys()]))
    const all = [...own.values()].flat()
    assert.equal(all.length, keys.size)
    const most = [...joinUsages(sessions.map((session) => session.usages)).values()]
    const sum = (of: readonly { readonly output: number }[]) =>
      of.reduce((total, { output }) => total + output, 0)
    assert.equal(sum(all), sum(most))
    const shuffled = ownUsages(sessions.toSorted(() => below(3) - 1))
    assert.deepEqual(new Map([...shuffled].toSorted()), new Map([...own].toSorted()))
  }
})

test('the session that began first has an answer, also when a later one saw more of it, and a lone one keeps its own', () => {
  const usagesOf = (output: number, id = 'm') =>
    analysed([{ type: 'assistant', message: { id, usage: { output_tokens: output } } }]).usages
  const own = ownUsages([
    { id: 'a-late', startedAt: 9, usages: usagesOf(20) },
    { id: 'z-early', startedAt: 3, usages: usagesOf(5) },
    { id: 'lone', startedAt: 1, usages: usagesOf(7, 'n') },
  ])
  const outputs = (id: string) => own.get(id)?.map(({ output }) => output)
  assert.deepEqual([outputs('z-early'), outputs('a-late'), outputs('lone')], [[20], [], [7]])
  assert.equal(own.get('z-early')?.[0]?.rows, 1, 'rows of another session are not its repeats')
})
