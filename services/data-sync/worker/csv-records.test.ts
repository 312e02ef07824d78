import assert from 'node:assert/strict'
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Slice } from '#core/connector.ts'
import { countCsvRecords } from './count-csv-records.ts'
import { walkCsvRecords, type CsvRecord } from './csv-records.ts'

const dialect = { delimiter: ',', quote: '"', escape: '"', encoding: 'utf-8' }

async function readBoth(path: string, text: string, columns: number) {
  await writeFile(path, text)
  const source: Slice = { path, format: 'csv', bytes: text.length }
  const order = Array.from({ length: columns }, (_, at) => at)
  const records: CsvRecord[] = []
  await walkCsvRecords(source, dialect, (record) => records.push(record))
  const counted = await countCsvRecords([{ slice: 1, source, dialect, hasHeader: false, order }])
  return { records, counted }
}

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) yield (state = (state * 48271) % 2147483647) / 2147483647
}

const cells = ['', 'a', 'žluť', '""', '"q"', '"a,b"', '"two\nlines"', '"a\r\nb"', '"say ""hi"""']

function randomCsv(seed: number): { readonly text: string; readonly lines: readonly string[] } {
  const random = numbers(seed)
  const below = (limit: number) => Math.floor((random.next().value as number) * limit)
  const lines = Array.from({ length: 1 + below(40) }, () =>
    Array.from({ length: 2 }, () => cells[below(cells.length)]).join(','),
  )
  const end = below(2) === 0 ? '\n' : '\r\n'
  return { text: lines.join(end) + (below(2) === 0 ? end : ''), lines }
}

test('the fast count and the exact walk find the records that were written, in any well-formed file', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'records-'))
  for (let seed = 1; seed <= 150; seed += 1) {
    const { text, lines } = randomCsv(seed)
    const { records, counted } = await readBoth(join(folder.path, 'a.csv'), text, 2)
    const bytes = Buffer.from(text)
    const found = records.map(({ start, length }) =>
      bytes.toString('utf8', start, start + length).replace(/\r$/, ''),
    )
    assert.deepEqual(found, lines, `seed ${seed}`)
    assert.ok(!records.some(({ broken }) => broken), `seed ${seed}`)
    assert.equal(counted, lines.length, `seed ${seed}`)
    const physical = (at: number) => bytes.toString('utf8', 0, at).split('\n').length
    assert.ok(
      records.every(({ start, line }) => physical(start) === line),
      `seed ${seed}`,
    )
  }
})

test('a blank line is a record where there is one column, and none where there are more', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'records-'))
  const path = join(folder.path, 'a.csv')
  for (const text of ['1\n\n2\n', '1\r\n\r\n2\r\n']) {
    const one = await readBoth(path, text, 1)
    assert.deepEqual(
      one.records.map(({ blank }) => blank),
      [false, true, false],
    )
    assert.equal(one.counted, 3)
    assert.equal((await readBoth(path, text, 2)).counted, 2)
  }
})

test('what lies across the edge of two reads is one record', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'records-'))
  const read = 1 << 20
  for (const shift of [-3, -2, -1, 0, 1]) {
    for (const tail of ['"\n"\r\n3,4\r\n', '"",x\r\n3,4\r\n', 'y\r\n3,4\r\n', '\r\n3,4\r\n']) {
      const head = `1,2\r\n${'x'.repeat(read + shift - 6)},`
      const { records, counted } = await readBoth(join(folder.path, 'a.csv'), head + tail, 2)
      assert.equal(records.length, 3, `${shift} ${JSON.stringify(tail)}`)
      assert.equal(counted, 3, `${shift} ${JSON.stringify(tail)}`)
    }
  }
})

test('a first line whose carriage return is the last byte of a read was taken for one of an old Macintosh', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'records-'))
  const read = 1 << 20
  for (const [end, columns] of [
    ['\r\n', 1],
    ['\r', 1],
    ['\r\n', 2],
    ['\r', 2],
  ] as const) {
    for (const shift of [-2, -1, 0, 1]) {
      const rest = columns === 1 ? '' : ',y'
      const first = 'x'.repeat(read - 1 - rest.length + shift) + rest
      const lines = [first, `1${rest}`, `"two${end}lines"${rest}`, `3${rest}`]
      const text = lines.map((line) => line + end).join('')
      const { records } = await readBoth(join(folder.path, 'a.csv'), text, columns)
      assert.deepEqual(
        records.map(({ start, length }) => text.slice(start, start + length).replace(/\r$/, '')),
        lines,
        JSON.stringify([end, columns, shift]),
      )
      assert.deepEqual(
        records.map(({ line }) => line),
        [1, 2, 3, 5],
      )
      assert.ok(!records.some(({ broken, blank }) => broken || blank))
    }
  }
})

test('a file of one line that ends in a carriage return, or is nothing else, is one record', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'records-'))
  const path = join(folder.path, 'a.csv')
  for (const text of ['a\r', '\r', '"a"\r', 'a', '\ufeffa\r']) {
    const { records } = await readBoth(path, text, 1)
    assert.deepEqual(
      records.map(({ line, start, broken, blank }) => [line, start, broken, blank]),
      [[1, 0, false, text === '\r']],
      JSON.stringify(text),
    )
  }
})

test('lines of an old Macintosh may be blank, and a line feed among them is a letter', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'records-'))
  const { records } = await readBoth(join(folder.path, 'a.csv'), 'a\r\rb\nc\r', 1)
  assert.deepEqual(
    records.map(({ line, start, length, blank }) => [line, start, length, blank]),
    [
      [1, 0, 1, false],
      [2, 2, 0, true],
      [3, 3, 3, false],
    ],
  )
})

for (const delimiter of ['§', 'ž', '│', '😀']) {
  test(`behind a quote, “${delimiter}” was taken for text: it has more bytes than one`, async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'records-'))
    const path = join(folder.path, 'a.csv')
    const last = Buffer.from(delimiter).at(-1) ?? 0
    const lines: readonly (readonly [line: string | Buffer, broken: boolean])[] = [
      [`"a"${delimiter}"b"`, false],
      [`${delimiter}${delimiter}`, false],
      [`"x${delimiter}y"${delimiter}z`, false],
      [`${delimiter}"quoted"`, false],
      [`"a"${delimiter}"b"c`, true],
      // A letter that ends as the delimiter does is none; no quote opens behind it.
      [Buffer.concat([Buffer.from('1'), Buffer.from([0xc3, last]), Buffer.from('"')]), false],
      [
        Buffer.concat([
          Buffer.from('"a"'),
          Buffer.from(delimiter).subarray(0, 1),
          Buffer.from('x'),
        ]),
        true,
      ],
    ]
    const text = Buffer.concat(lines.flatMap(([line]) => [Buffer.from(line), Buffer.from('\n')]))
    await writeFile(path, text)
    const source: Slice = { path, format: 'csv', bytes: text.length }
    const found: boolean[] = []
    await walkCsvRecords(source, { ...dialect, delimiter }, ({ broken }) => found.push(broken))
    assert.deepEqual(
      found,
      lines.map(([, broken]) => broken),
    )
  })
}

const backslash = { ...dialect, escape: '\\' }

test('an escaped line break inside of quotes ended the record in the middle', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'records-'))
  const path = join(folder.path, 'a.csv')
  const lines = async (text: string) => {
    await writeFile(path, text)
    const source: Slice = { path, format: 'csv', bytes: text.length }
    const found: CsvRecord[] = []
    await walkCsvRecords(source, backslash, (record) => found.push(record))
    return found.map(({ line, start, length, broken }) => [
      line,
      text.slice(start, start + length),
      broken,
    ])
  }
  assert.deepEqual(await lines('1,"a\\\nb"\n2,"say \\"x\\""\n3,"\\\\"\n4,c\n'), [
    [1, '1,"a\\\nb"', false],
    [3, '2,"say \\"x\\""', false],
    [4, '3,"\\\\"', false],
    [5, '4,c', false],
  ])
  assert.deepEqual(await lines('1,"a\\'), [[1, '1,"a\\', true]], 'an escape of nothing at the end')
})

test('a quote that is not closed, or closed too early, breaks its own record', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'records-'))
  const path = join(folder.path, 'a.csv')
  const early = await readBoth(path, '1,"a"b\n2,c\n', 2)
  assert.deepEqual(
    early.records.map(({ broken }) => broken),
    [true, false],
  )
  const open = await readBoth(path, '1,a\n2,"b\n3,c\n', 2)
  assert.deepEqual(
    open.records.map(({ broken, line, length }) => [broken, line, length]),
    [
      [false, 1, 3],
      [true, 2, 9],
    ],
  )
})
