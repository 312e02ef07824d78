import assert from 'node:assert/strict'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openTranscripts, turn } from '../../../tests/peers/transcripts.ts'
import { makeTwins, twinPath } from '../twin/make-twins.ts'
import { readRecords } from './read-records.ts'
import { transcriptLines } from './transcript-lines.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-'))
})
after(() => rm(folder, { recursive: true, force: true }))

async function recordsIn(text: string): Promise<readonly unknown[]> {
  const path = join(folder, 'a.jsonl')
  await writeFile(path, text)
  await using file = await open(path)
  const records: unknown[] = []
  await readRecords(file, (record) => records.push(record))
  return records
}

for (const [what, text, expected] of [
  ['nothing', '', []],
  ['blank lines alone', '\n \n\t', []],
  ['a record without the end of its line', '{"n":1}\n{"n":2}', [{ n: 1 }, { n: 2 }]],
  ['half a record', '{"n":1}\n{"n":', [{ n: 1 }]],
  ['what is no record between two', '{"n":1}\nx\n[1]\n"y"\n{"n":2}\n', [{ n: 1 }, { n: 2 }]],
  [
    'a mark of the order of bytes, and ends of lines as on Windows',
    '\ufeff{"n":1}\r\n',
    [{ n: 1 }],
  ],
  ['a separator of lines inside of a text', '{"n":"a\u2028b"}\n', [{ n: 'a\u2028b' }]],
] as const)
  test(`the records are told of a file of ${what}`, async () => {
    assert.deepEqual(await recordsIn(text), expected)
  })

test('the last record was missing on the page and in the twin when its line had no end: it is in both', async () => {
  await using at = await openTranscripts()
  await at.write('ann', 'user/sessions/a.jsonl', turn(1) + turn(2).trimEnd())
  await at.collect()
  await makeTwins({ ...at.place, key: 'key' }, 60_000)
  const { storeDir } = at.place
  for (const path of [join(storeDir, 'ann/sessions/a.jsonl'), twinPath(storeDir, 'ann', 'a')]) {
    const { lines } = await transcriptLines([path], 0, 10)
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['turn 1', 'turn 2'],
    )
  }
})
