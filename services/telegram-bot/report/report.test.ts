import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, inflateSync } from 'node:zlib'
import { barChart } from './bar-chart.ts'
import { countByDay } from './count-by-day.ts'
import { encodePng } from './encode-png.ts'

test('times are counted by day in UTC, and those before the first day are left out', () => {
  const now = new Date('2026-03-10T00:30:00Z')
  const times = ['2026-03-10T00:10', '2026-03-09T23:59', '2026-03-08T00:00', '2026-03-07T23:59']
  assert.deepEqual(
    countByDay(
      times.map((time) => new Date(`${time}:00Z`)),
      3,
      now,
    ),
    [1, 1, 1],
  )
  assert.deepEqual(countByDay([new Date('2026-03-11T00:00Z')], 2, now), [0, 0])
})

test('a chart has a bar for each value, as high as its share, and none for nothing', () => {
  const { width, height, pixels } = barChart([0, 5, 10])
  const filled = (x: number) =>
    Array.from({ length: height - 30 }, (_, y) => pixels[y * width + x]).filter(Boolean).length
  const third = (width - 48) / 3
  const [none = 0, half = 0, full = 0] = [0, 1, 2].map((index) => filled(24 + index * third + 10))
  assert.equal(none, 0)
  assert.ok(full > height * 0.8)
  assert.ok(Math.abs(half - full / 2) < 8, `${half} is not half of ${full}`)
  for (const values of [[], [0], [-1]]) assert.equal(barChart(values).pixels.length, width * height)
})

test('a PNG holds the rows of its picture, with sums that are right', () => {
  const picture = barChart([1, 2])
  const png = encodePng(picture)
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    const body = png.subarray(at + 4, at + 8 + length)
    assert.equal(png.readUInt32BE(at + 8 + length), crc32(body))
    chunks.set(body.toString('latin1', 0, 4), body.subarray(4))
    at += 12 + length
  }
  assert.deepEqual([...chunks.keys()], ['IHDR', 'PLTE', 'IDAT', 'IEND'])
  assert.equal(chunks.get('IHDR')?.readUInt32BE(0), picture.width)
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0))
  assert.equal(rows.length, picture.height * (picture.width + 1))
  const row = picture.height - 30
  const start = row * (picture.width + 1)
  assert.equal(rows[start], 0)
  assert.deepEqual(
    Buffer.from(rows.subarray(start + 1, start + 1 + picture.width)),
    Buffer.from(picture.pixels.subarray(row * picture.width, (row + 1) * picture.width)),
  )
})
