import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exactTime } from './exact-time.ts'
import { formatBytes } from './format-bytes.ts'
import { countOf, formatCompact, formatCount, formatShare } from './format-count.ts'
import { ago, timeAgo } from './time-ago.ts'

const now = new Date('2026-03-02T12:00:00Z')
const before = (seconds: number) => new Date(now.getTime() - seconds * 1000)

test('counts carry separators and agree with their noun', () => {
  assert.equal(formatCount(1_234_567), '1,234,567')
  assert.equal(formatCompact(1_234_567), '1.23M')
  assert.deepEqual(
    [0, 1, 2000].map((count) => countOf(count, 'row')),
    ['0 rows', '1 row', '2,000 rows'],
  )
  assert.equal(countOf(2, 'refresh', 'refreshes'), '2 refreshes')
})

test('bytes are written in powers of 1024, and the unit changes before 1024.0 appears', () => {
  const cases: readonly [number, string][] = [
    [0, '0 B'],
    [100 / 3, '33 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1_572_864, '1.5 MiB'],
    [1_048_575, '1.0 MiB'],
    [5 * 1024 ** 4, '5.0 TiB'],
  ]
  for (const [bytes, expected] of cases) assert.equal(formatBytes(bytes), expected)
})

test('a share never rounds something to nothing or almost all to all', () => {
  const cases: readonly [number, number, string][] = [
    [0, 10, '0%'],
    [1, 1_000_000, '<0.1%'],
    [1, 3, '33.3%'],
    [1, 2, '50%'],
    [999_999, 1_000_000, '>99.9%'],
    [10, 10, '100%'],
    [0, 0, '0%'],
  ]
  for (const [part, whole, expected] of cases) assert.equal(formatShare(part, whole), expected)
})

test('a time says how long ago it was, and exactly when in UTC', () => {
  const cases: readonly [number, string][] = [
    [-30, 'just now'],
    [59, 'just now'],
    [60, '1 min ago'],
    [7200, '2 h ago'],
    [86_400 * 3, '3 d ago'],
    [86_400 * 65, '2 mo ago'],
    [86_400 * 800, '2 y ago'],
  ]
  for (const [seconds, expected] of cases) assert.equal(ago(before(seconds), now), expected)
  assert.equal(
    timeAgo(before(7200), now).text,
    '<time datetime="2026-03-02T10:00:00.000Z" title="2026-03-02 10:00 UTC">2 h ago</time>',
  )
  assert.equal(
    exactTime(now).text,
    '<time datetime="2026-03-02T12:00:00.000Z">2026-03-02 12:00 UTC</time>',
  )
})
