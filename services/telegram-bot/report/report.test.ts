import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, inflateSync } from 'node:zlib'
import { barChart } from './bar-chart.ts'
import { countByDay } from './count-by-day.ts'
import { drawNumber, numberWidth } from './draw-number.ts'
import { encodePng } from './encode-png.ts'

test('times are counted by day in UTC, and those before the first day are left out', () => {
  const now = new Date('2026-03-10T00:30:00Z')
  const times = ['2026-03-10T00:10', '2026-03-09T23:59', '2026-03-08T00:00', '2026-03-07T23:59']
  const counted = countByDay(
    times.map((time) => new Date(`${time}:00Z`)),
    3,
    now,
  )
  assert.deepEqual(
    counted.map(({ day, count }) => [day.getUTCDate(), count]),
    [
      [8, 1],
      [9, 1],
      [10, 1],
    ],
  )
  const none = countByDay([new Date('2026-03-11T00:00Z')], 2, now)
  assert.deepEqual(
    none.map(({ count }) => count),
    [0, 0],
  )
})

const bars = (...values: number[]) => values.map((value) => ({ value, label: 7 }))

test('a chart has a bar for each value, as high as its share, and none for nothing', () => {
  const { width, height, pixels } = barChart(bars(0, 5, 10))
  const colours = new Set([2, 3])
  const filled = (x: number) =>
    Array.from({ length: height }, (_, y) => pixels[y * width + x] ?? 0).filter((colour) =>
      colours.has(colour),
    ).length
  const third = (width - 48) / 3
  const [none = 0, half = 0, full = 0] = [0, 1, 2].map((index) => filled(24 + index * third + 10))
  assert.equal(none, 0)
  assert.ok(full > height * 0.7)
  assert.ok(Math.abs(half - full / 2) < 8, `${half} is not half of ${full}`)
  for (const values of [[], [0], [-1]])
    assert.equal(barChart(bars(...values)).pixels.length, width * height)
})

test('a number is drawn dot by dot, and is as wide as its digits', () => {
  const dots: string[] = []
  drawNumber(17, 2, (left, top, size) => dots.push(`${left} ${top} ${size}`))
  assert.ok(dots.includes('2 0 2') && dots.includes('8 0 2'))
  assert.equal(dots.length, 8 + 7)
  assert.equal(numberWidth(17, 2), 14)
})

test('a PNG holds the rows of its picture, with sums that are right', () => {
  const picture = barChart(bars(1, 2))
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
