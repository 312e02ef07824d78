import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backupName, backupTime } from './backup-format.ts'

test('the name of a backup says when it was made, to the second, and sorts by it', () => {
  const times = [
    '1999-12-31T23:59:59.999Z',
    '2024-02-29T00:00:00.000Z',
    '2026-03-29T01:30:00.500Z',
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T01:30:00.000Z',
  ].map((text) => new Date(text))
  const names = times.map(backupName)
  assert.deepEqual(names, names.toSorted())
  for (const [nth, name] of names.entries()) {
    const wholeSecond = Math.floor((times[nth]?.getTime() ?? 0) / 1000) * 1000
    assert.equal(backupTime(name)?.getTime(), wholeSecond)
    assert.doesNotMatch(name, /[:/\\ ]/, 'no file system or shell minds it')
  }
})

for (const name of [
  'ai-data-analyst-2026-01-02T030405Z.tar.age.in-progress',
  'ai-data-analyst-2026-01-02T030405Z.tar',
  'copy of ai-data-analyst-2026-01-02T030405Z.tar.age',
  'ai-data-analyst-2026-01-02T03:04:05Z.tar.age',
  'ai-data-analyst-2026-13-02T030405Z.tar.age',
  'ai-data-analyst-2026-01-32T030405Z.tar.age',
  'ai-data-analyst-2026-01-02T250405Z.tar.age',
  'ai-data-analyst-2026-01-02T036005Z.tar.age',
  'ai-data-analyst-20260102T030405Z.tar.age',
  'ai-data-analyst-.tar.age',
  '',
])
  test(`“${name}” is the name of no backup: it is neither listed nor removed as one`, () => {
    assert.equal(backupTime(name), undefined)
  })
