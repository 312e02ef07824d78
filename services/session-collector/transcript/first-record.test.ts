import assert from 'node:assert/strict'
import { symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { firstInBytes, firstInFile } from './first-record.ts'
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

/** The first id in a file, which is the first of its bytes too. */
function first(content: string): string | undefined {
  writeFileSync(path, content)
  const found = firstInFile(path, idOf)
  assert.equal(firstInBytes(Buffer.from(content), idOf), found)
  return found
}

for (const [what, content, found] of [
  ['nothing', '', undefined],
  ['no record', 'x\n[1]\n\n"id"\n', undefined],
  ['one record', row('a'), 'a'],
  ['records of which some have none', `{}\n{"id":5}\n{"id":""}\n${row('b')}\n{}\n`, 'b'],
  ['a last record without an end', `{}\n${row('b')}`, 'b'],
  ['half a last record', `{}\n{"id":"b`, undefined],
  ['lines as on Windows, after a mark', `\ufeff${row('a')}\r\n${row('b')}\r\n`, 'a'],
] as const)
  test(`the first record with an id is found in a file of ${what}`, () => {
    assert.equal(first(content), found)
  })

test('a record is found whole however long it is and wherever it lies, at the end too', () => {
  for (const length of [65_530, 65_536, 65_537, 300_000]) {
    const long = row('a', { text: 'ž'.repeat(length / 2) })
    for (const content of [
      `${long}\n${row('b')}`,
      `${'{}\n'.repeat(25_000)}${long}\n${'x'.repeat(70_000)}\n`,
      `${'x'.repeat(length)}\n${'y'.repeat(length)}\n${long}`,
    ])
      assert.equal(first(content), 'a', `${length}`)
  }
})

test('of any lines the first that fits is found, as if all were read', () => {
  const { below, pick } = chooser(13)
  for (let round = 0; round < 60; round += 1) {
    const rows = Array.from({ length: 1 + below(8) }, (_, n) => {
      const text = 'x'.repeat(below(3) === 0 ? below(200_000) : below(50))
      return pick([row(`r${n}`, { text }), text, JSON.stringify({ text }), ''])
    })
    const [id] = rows.flatMap((line) => /"id":"(r\d)"/.exec(line)?.[1] ?? [])
    assert.equal(first(rows.join('\n') + '\n'.repeat(below(2))), id)
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
