import assert from 'node:assert/strict'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { MAX_LINE, readLines } from './read-lines.ts'

const MEGABYTE = 1024 * 1024

let path: string
before(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'lines-')), 'a.jsonl')
})
after(() => rm(join(path, '..'), { recursive: true }))

/** What is read of a file: its lines as texts, and the counts. */
async function read(content: string | Buffer) {
  await writeFile(path, content)
  await using file = await open(path)
  const texts: string[] = []
  const { tail, ...counts } = await readLines(file, (line) => texts.push(line.toString()))
  return { texts, tail: tail.toString(), ...counts }
}

for (const [what, content, lines, tail] of [
  ['nothing', '', [], ''],
  ['one end of a line', '\n', [''], ''],
  ['a line without an end', 'a', [], 'a'],
  ['a line', 'a\n', ['a'], ''],
  ['blank lines and a tail', '\n\na\n\nb', ['', '', 'a', ''], 'b'],
  ['ends as on Windows', 'a\r\nb\r\n', ['a\r', 'b\r'], ''],
  [
    'separators of lines and paragraphs',
    'a\u2028b\u2029c\u0085d\n',
    ['a\u2028b\u2029c\u0085d'],
    '',
  ],
  ['NUL', 'a\0b\n\0', ['a\0b'], '\0'],
] as const)
  test(`the lines are told of a file of ${what}`, async () => {
    const found = await read(content)
    assert.deepEqual(found, { texts: lines, tail, lines: lines.length, tooLong: 0 })
  })

test('lines are whole wherever the pieces end in which a file is read, within characters too', async () => {
  for (const length of [MEGABYTE - 1, MEGABYTE, MEGABYTE + 1, 2 * MEGABYTE]) {
    const long = 'x'.repeat(length)
    const { texts, tail } = await read(`${long}\nshort\n${long}`)
    assert.deepEqual(
      [texts[0] === long, texts[1], tail === long],
      [true, 'short', true],
      `${length}`,
    )
  }
  const characters = `${'a'.repeat(MEGABYTE - 2)}😀ž😀`
  assert.deepEqual((await read(`${characters}\n`)).texts, [characters])
})

test('any lines come back as they were written, with all that is left as the tail', async () => {
  const { below } = chooser(3)
  for (let round = 0; round < 6; round += 1) {
    const parts = Array.from({ length: 1 + below(40) }, () =>
      'abcé😀'.repeat(below(4) === 0 ? below(100_000) : below(20)),
    )
    const { texts, tail } = await read(parts.join('\n'))
    assert.ok([...texts, tail].join('\n') === parts.join('\n'))
    assert.equal(texts.length, parts.length - 1)
  }
})

test('a line that is longer than any record is counted and left out, and those around it are told', async () => {
  await writeFile(path, 'before\n')
  await using file = await open(path, 'r+')
  // Where nothing was written a file has NUL, and takes no room on the disk.
  await file.write('\nafter\n', 7 + MAX_LINE + 1)
  await file.write(`${'x'.repeat(10)}\n`, 7 + MAX_LINE + 8)
  const lines: string[] = []
  const counts = await readLines(file, (line) => lines.push(line.toString()))
  assert.deepEqual(lines, ['before', 'after', 'xxxxxxxxxx'])
  assert.deepEqual([counts.lines, counts.tooLong, counts.tail.length], [4, 1, 0])
})
