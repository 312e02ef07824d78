import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { openTestImport } from '../../../tests/peers/import.ts'
import { loadCatalogue } from '../catalogue/load-catalogue.ts'
import importer from './corporate-memory.ts'

const id = (nth: number) => `km_00000000000${nth}`
const item = (content: string, ...source_users: readonly string[]) => ({
  ...{ title: content.slice(0, 20), content, source_users },
})
const key = ['AK', 'IAQYLPMN5HFIQR7XYA'].join('')

const original = {
  'corporate-memory/knowledge.json': {
    items: {
      [id(1)]: item('Revenue is net of refunds since the ledger changed.', 'ann', 'zoe', 'bob'),
      [id(2)]: item(`The key of the depot is ${key}.`, 'ann'),
      [id(3)]: item(''),
    },
  },
  'corporate-memory/votes.json': {
    ann: { [id(1)]: 1 },
    bob: { [id(1)]: 1 },
    zoe: { [id(1)]: 1, km_ffffffffffff: -1 },
    cut: 'x',
  },
  'corporate-memory/collection.log': 'ann: 3 items',
  'older/corporate-memory/knowledge.json': { items: { [id(4)]: item('Orders come at noon.') } },
  'broken/corporate-memory/knowledge.json': '{"items": {',
  'alone/corporate-memory/votes.json': { ann: {} },
}

test('a plan says what taking over then does, and each folder stands for itself', async () => {
  await using taken = await openTestImport(original)
  const ann = await createPerson(taken.db, { email: 'ann@acme.com' })
  // The username of the original’s bob is another person’s here.
  await createPerson(taken.db, { email: 'bob@elsewhere.com' })
  const ours = (entries: Awaited<ReturnType<typeof taken.plan>>) =>
    entries
      .filter(({ file }) => importer.knows(file))
      .map(({ state, file, key: of, detail }) => [state, file, of ?? '', detail])
  const count = async () => (await loadCatalogue(taken.db.pool)).items.size

  const planned = ours(await taken.plan())
  assert.equal(await count(), 0, 'a plan writes nothing')
  const applied = ours(await taken.apply())
  assert.deepEqual(applied, planned)
  const of = (folder: string) =>
    applied
      .filter(([, file]) => file?.startsWith(`${folder}/`))
      .map(([state, file, entry]) => `${state} ${file?.split('/').at(-1)} ${entry}`.trim())
      .toSorted()
  assert.deepEqual(of('corporate-memory'), [
    'left collection.log',
    `left knowledge.json ${id(2)}`,
    'left votes.json',
    'new knowledge.json',
    'new votes.json',
    `refused knowledge.json ${id(3)}`,
    'refused votes.json bob',
    'refused votes.json cut',
  ])
  assert.deepEqual(of('older'), ['new knowledge.json'])
  assert.deepEqual(of('broken'), ['refused knowledge.json'])
  assert.deepEqual(of('alone'), ['refused knowledge.json', 'refused votes.json'])
  assert.ok(!JSON.stringify(applied).includes(key))

  const { items, sources } = await loadCatalogue(taken.db.pool)
  assert.deepEqual([...items.keys()], [id(1), id(2), id(4)])
  assert.equal(items.get(id(1))?.status, 'accepted', 'two votes of those who are here count')
  assert.equal(items.get(id(2))?.status, 'rejected')
  assert.deepEqual([...sources.keys()].toSorted(), [ann.username, 'zoe'].toSorted())

  const again = ours(await taken.apply())
  assert.ok(again.every(([state]) => state !== 'new'))
  assert.ok(again.some(([state, , , detail]) => state === 'there' && detail === '2 votes'))
  assert.equal(await count(), 3)
})

for (const [file, is] of Object.entries({
  'knowledge.json': true,
  'a/b/votes.json': true,
  'user_hashes.json': true,
  'corporate-memory/collection.log': true,
  'x/corporate-memory/collection.log': true,
  'collection.log': false,
  'my-knowledge.json': false,
  'knowledge.json.bak': false,
  'votes.json/x': false,
  'VOTES.JSON': false,
})) {
  test(`${file} is ${is ? '' : 'no '}file of the memory`, () =>
    assert.equal(importer.knows(file), is))
}
