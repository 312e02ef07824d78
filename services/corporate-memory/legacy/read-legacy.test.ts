import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { readLegacy } from './read-legacy.ts'

const id = 'km_0123456789ab'
const item = { title: 'Revenue', content: 'Revenue is net of refunds.', category: 'workflow' }

/** What is read of these files; a text stands as it is in its file. */
async function read(knowledge: unknown, votes?: unknown) {
  await using folder = await temporaryFolder()
  const write = (name: string, value: unknown) =>
    writeFile(join(folder.path, name), typeof value === 'string' ? value : JSON.stringify(value))
  await write('knowledge.json', knowledge)
  if (votes !== undefined) await write('votes.json', votes)
  return await readLegacy(folder.path)
}

const readItem = async (over: object) =>
  (await read({ items: { [id]: { ...item, ...over } } })).items.get(id)

for (const [time, is] of Object.entries({
  '2025-03-01T08:00:00+00:00': true,
  '2025-03-01T08:00:00Z': true,
  '2025-03-01T08:00:00.123456': true,
  '2025-03-01T08:00:00': true,
  '2024-02-29T23:59:59-15:59': true,
  '9999-12-31T23:59:59Z': true,
  '2025-02-29T08:00:00Z': false,
  '2025-03-01T24:00:00Z': false,
  '2025-03-01T08:00:60Z': false,
  '2025-03-01T08:00:00+16:00': false,
  '2025-03-01T08:00:00-23:59': false,
  '0000-01-01T00:00:00Z': false,
  '0001-01-01T00:00:00+14:00': false,
  '+010000-01-01T00:00:00Z': false,
  '2025-03-01': false,
  yesterday: false,
  '': false,
})) {
  test(`“${time}” is ${is ? 'the time of an item' : 'no time, and the item is read without one'}`, async () => {
    const parsed = await readItem({ extracted_at: time, updated_at: time })
    assert.equal(parsed?.extracted_at, is ? time : undefined)
    assert.equal(parsed?.updated_at, is ? time : undefined)
  })
}

test('what an item need not have is empty, and a category that nobody knows is the usual one', async () => {
  assert.deepEqual(await readItem({ category: 'admin', extracted_at: 7 }), {
    ...{ title: 'Revenue', content: item.content, category: 'workflow', tags: [] },
    ...{ source_users: [], extracted_at: undefined },
  })
})

for (const [what, over, problem] of [
  ['no title', { title: undefined }, /^title: /],
  ['a number as its text', { content: 7 }, /^content: /],
  ['no text', { content: '' }, /^content: must not be empty$/],
  ['a text that cannot be seen', { content: ' \n\u200b\0' }, /^content: must not be empty$/],
  ['one tag that is no text', { tags: ['a', 7] }, /^tags\.1: /],
  ['a user without a name', { source_users: [''] }, /^source_users\.0: .*empty/],
  ['a user with a line end', { source_users: ['ann\nbob'] }, /^source_users\.0: .*control/],
  ['a user of 201 letters', { source_users: ['a'.repeat(201)] }, /^source_users\.0: .*200/],
] as const) {
  test(`an item with ${what} is told with its reason, and the others are read`, async () => {
    const other = 'km_aaaaaaaaaaaa'
    const { items, broken } = await read({ items: { [id]: { ...item, ...over }, [other]: item } })
    assert.deepEqual([...items.keys()], [other])
    assert.deepEqual(
      broken.map(({ file, key }) => [file, key]),
      [['knowledge.json', id]],
    )
    assert.match(broken[0]?.problem ?? '', problem)
  })
}

for (const key of [
  '',
  'km_',
  'KM_0123456789AB',
  'km_0123456789a',
  'km_0123456789ab\n',
  '../x',
  '__proto__x',
])
  test(`${JSON.stringify(key)} is no id of an item`, async () => {
    const { items, broken } = await read({ items: { [key]: item } })
    assert.deepEqual([items.size, broken.map((one) => one.key)], [0, [key]])
    assert.match(broken[0]?.problem ?? '', /must be an id such as km_/)
  })

test('a person whose votes are no votes is told, and the votes of all others are read', async () => {
  const { votes, broken } = await read(
    { items: {} },
    { ann: 7, bob: null, cyd: [1], dan: 'x', eve: { [id]: -1 }, fay: {} },
  )
  assert.deepEqual(
    votes,
    new Map([
      ['eve', new Map([[id, -1]])],
      ['fay', new Map()],
    ]),
  )
  assert.deepEqual(
    broken.map(({ file, key, problem }) => [file, key, problem]),
    ['ann', 'bob', 'cyd', 'dan'].map((key) => ['votes.json', key, 'must be votes by item']),
  )
})

test('a vote that is none is told by person and item, and the others of the person are read', async () => {
  const values = { a: 1, b: -1, c: 0, d: 2, e: '1', f: true, g: null, h: 1.5 }
  const { votes, broken } = await read({ items: {} }, { ann: values })
  assert.deepEqual(
    votes.get('ann'),
    new Map([
      ['a', 1],
      ['b', -1],
    ]),
  )
  assert.deepEqual(
    broken.map(({ key, problem }) => [key, problem]),
    [...'cdefgh'].map((key) => [`ann ${key}`, 'must be 1 or -1']),
  )
})

for (const [what, knowledge, votes] of [
  ['knowledge.json that is cut off', '{"items": {', undefined],
  ['an empty knowledge.json', '', undefined],
  ['knowledge.json without items', {}, undefined],
  ['items that are a list', { items: [] }, undefined],
  ['votes.json that is cut off', { items: {} }, '{"ann": {'],
  ['votes.json that is a list', { items: {} }, '[]'],
  ['votes.json that is nothing', { items: {} }, 'null'],
] as const) {
  test(`${what} is an error that names the file and what to do, and nothing is read`, async () => {
    await assert.rejects(
      read(knowledge, votes),
      (error: Error & { code?: string; remedy?: string }) => {
        assert.equal(error.code, 'broken_file')
        assert.match(error.message, votes === undefined ? /knowledge\.json/ : /votes\.json/)
        assert.match(error.remedy ?? '', /Nothing was taken over/)
        return true
      },
    )
  })
}

test('without votes.json nobody voted, and a folder in its place is no file that is missing', async () => {
  assert.deepEqual((await read({ items: {} })).votes, new Map())
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'knowledge.json'), '{"items": {}}')
  await mkdir(join(folder.path, 'votes.json'))
  await assert.rejects(readLegacy(folder.path), { code: 'EISDIR' })
})
