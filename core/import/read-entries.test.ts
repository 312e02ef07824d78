import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { readEntries } from './read-entries.ts'

const chat = z.object({ chat_id: z.int(), linked: z.object({ at: z.iso.datetime() }).optional() })

async function read(content: string | undefined) {
  await using folder = await temporaryFolder()
  if (content !== undefined) await writeFile(join(folder.path, 'users.json'), content)
  return await readEntries(folder.path, 'users.json', chat)
}

test('a broken entry is told by its key with all that is wrong with it, and spoils no other', async () => {
  const { good, refused } = await read(`{
    "ann": { "chat_id": 1, "more": true },
    "bob": { "chat_id": "2", "linked": { "at": "yesterday" } },
    "": null,
    "Übung 漢": { "chat_id": 4 }
  }`)
  assert.deepEqual(good, [
    ['ann', { chat_id: 1 }],
    ['Übung 漢', { chat_id: 4 }],
  ])
  assert.deepEqual(
    refused.map(({ state, file, key }) => [state, file, key]),
    [
      ['refused', 'users.json', 'bob'],
      ['refused', 'users.json', ''],
    ],
  )
  assert.match(refused[0]?.detail ?? '', /^chat_id: .*; linked\.at: /)
})

for (const [what, content, reason] of [
  ['that is missing', undefined, /ENOENT/],
  ['that is empty', '', /JSON/],
  ['that was cut', '{"ann": {', /JSON/],
  ['with a list', '[]', /it is no object/],
  ['with a text', '"ann"', /it is no object/],
  ['with nothing', 'null', /it is no object/],
] as const) {
  test(`a file ${what} is refused as a whole, with the reason`, async () => {
    const { good, refused } = await read(content)
    assert.deepEqual(good, [])
    assert.equal(refused.length, 1)
    assert.deepEqual([refused[0]?.state, refused[0]?.key], ['refused', undefined])
    assert.match(refused[0]?.detail ?? '', reason)
  })
}
