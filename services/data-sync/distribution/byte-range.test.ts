import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byteRange } from './byte-range.ts'

const etag = '"abc"'
const whole = { kind: 'whole' }
const none = { kind: 'unsatisfiable' }
const part = (start: number, end: number) => ({ kind: 'part', start, end })

test('a Range header becomes the bytes that it means', () => {
  const cases: readonly [string | undefined, unknown][] = [
    [undefined, whole],
    ['bytes=0-', part(0, 99)],
    ['bytes=10-19', part(10, 19)],
    ['BYTES=99-', part(99, 99)],
    ['bytes=90-500', part(90, 99)],
    ['bytes=-10', part(90, 99)],
    ['bytes=-500', part(0, 99)],
    ['bytes=100-', none],
    ['bytes=-0', none],
    ['bytes=20-10', whole],
    ['bytes=0-1,5-6', whole],
    ['bytes=-', whole],
    ['lines=1-2', whole],
    ['bytes=a-b', whole],
  ]
  for (const [header, expected] of cases) {
    assert.deepEqual(byteRange(header, undefined, etag, 100), expected, header)
  }
})

test('a part of another version is never appended: If-Range must name this very object', () => {
  assert.deepEqual(byteRange('bytes=5-', etag, etag, 100), part(5, 99))
  assert.deepEqual(byteRange('bytes=5-', '"other"', etag, 100), whole)
  assert.deepEqual(byteRange('bytes=5-', 'W/"abc"', etag, 100), whole)
})

test('an empty object has no part', () => {
  assert.deepEqual(byteRange('bytes=0-', undefined, etag, 0), none)
  assert.deepEqual(byteRange('bytes=-1', undefined, etag, 0), none)
})
