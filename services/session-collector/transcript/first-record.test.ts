import assert from 'node:assert/strict'
import { closeSync, openSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { firstIn, firstInFile, lastIn } from './first-record.ts'
import { countIn, textIn, type Fields } from './record.ts'

let folder: string
let path: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'first-'))
  path = join(folder, 'a.jsonl')
})
after(() => rm(folder, { recursive: true }))

const idOf = (record: Fields) => textIn(record, 'id')
const row = (id: string, more: object = {}) => JSON.stringify({ ...more, id })

/** The first and the last id in a file. */
function ends(content: string | Buffer): readonly (string | undefined)[] {
  writeFileSync(path, content)
  const fd = openSync(path, 'r')
  try {
    return [firstIn(fd, idOf), lastIn(fd, idOf)]
  } finally {
    closeSync(fd)
  }
}

for (const [what, content, first, last] of [
  ['nothing', '', undefined, undefined],
  ['no record', 'x\n[1]\n\n"id"\n', undefined, undefined],
  ['one record', row('a'), 'a', 'a'],
  [
    'records of which some have none',
    `{}\n${row('a')}\n{"id":5}\n${row('b')}\n{"id":""}\n`,
    'a',
    'b',
  ],
  ['a last record without an end', `${row('a')}\n${row('b')}`, 'a', 'b'],
  ['half a last record', `${row('a')}\n{"id":"b`, 'a', 'a'],
  ['lines as on Windows, after a mark', `\ufeff${row('a')}\r\n${row('b')}\r\n`, 'a', 'b'],
] as const)
  test(`the first and the last record with an id are found in a file of ${what}`, () => {
    assert.deepEqual(ends(content), [first, last])
  })

test('a record is found whole however long it is and wherever it lies, at the end too', () => {
  for (const length of [65_530, 65_536, 65_537, 300_000]) {
    const long = (id: string) => row(id, { text: 'ž'.repeat(length / 2) })
    for (const content of [
      `${long('a')}\n${long('b')}`,
      `${'{}\n'.repeat(25_000)}${long('a')}\n${'x'.repeat(70_000)}\n${long('b')}\n${'{}\n'.repeat(25_000)}`,
      `${'x'.repeat(length)}\n${row('a')}\n${'y'.repeat(length)}\n${row('b')}\n${'z'.repeat(length)}`,
    ])
      assert.deepEqual(ends(content), ['a', 'b'], `${length}`)
  }
})

test('what is left of a line that is no record, where the search for the last one begins, is none either', () => {
  const frame = row('b', { text: '' }).length
  const tail = row('b', { text: 'x'.repeat(65_536 - frame) })
  assert.deepEqual(ends(`${row('a')}\nno record ${tail}`), ['a', 'a'])
  assert.deepEqual(ends(`${row('a')}\n${tail}`), ['a', 'b'])
})

test('of any lines the first and the last that fit are found, as if all were read', () => {
  let seed = 13
  const next = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n
  for (let round = 0; round < 60; round += 1) {
    const rows = Array.from({ length: 1 + next(8) }, (_, n) => {
      const text = 'x'.repeat(next(3) === 0 ? next(200_000) : next(50))
      return [row(`r${n}`, { text }), text, JSON.stringify({ text }), ''][next(4)] ?? ''
    })
    const ids = rows.flatMap((line) => /"id":"(r\d)"/.exec(line)?.[1] ?? [])
    assert.deepEqual(ends(rows.join('\n') + '\n'.repeat(next(2))), [ids[0], ids.at(-1)])
  }
})

test('the search ends with the first record that fits, and where the file is read on stays as it is', () => {
  writeFileSync(path, '{"n":1}\n{"n":2}\n{"n":3}\n')
  const seen: number[] = []
  const found = firstInFile(path, (record) => {
    seen.push(countIn(record, 'n'))
    return countIn(record, 'n') === 2 ? 'two' : undefined
  })
  assert.deepEqual([found, seen], ['two', [1, 2]])
})

test('what is found may be false or empty, and is found all the same', () => {
  writeFileSync(path, '{"n":1}\n{"n":2}\n')
  assert.equal(
    firstInFile(path, () => false),
    false,
  )
  assert.equal(
    firstInFile(path, () => ''),
    '',
  )
})

test('no link is followed, and a file that is not there is told as such', () => {
  writeFileSync(path, row('a'))
  symlinkSync(path, join(folder, 'link'))
  assert.throws(() => firstInFile(join(folder, 'link'), idOf), { code: 'ELOOP' })
  assert.throws(() => firstInFile(join(folder, 'none'), idOf), { code: 'ENOENT' })
})
