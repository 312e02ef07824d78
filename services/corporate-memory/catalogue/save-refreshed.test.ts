import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openTestMemory, type TestMemory } from '../../../tests/peers/memory.ts'
import { noteOf, people, RandomTeam } from '../../../tests/peers/random-team.ts'
import type { Notes } from '../notes/note.ts'
import { collect } from './collect.ts'
import type { Catalogue, Item } from './item.ts'
import { loadCatalogue, nothing } from './load-catalogue.ts'
import { refresh } from './refresh.ts'
import { saveItems } from './save-items.ts'
import { COLLECTOR, saveSources } from './save-refreshed.ts'

let memory: TestMemory
before(async () => {
  memory = await openTestMemory()
})
after(() => memory[Symbol.asyncDispose]())
beforeEach(async () => {
  await memory.empty()
  await memory.db.pool.query('truncate corporate_memory.quarantine')
})

/** A catalogue in the order of the database, without who is in it with nothing. */
function plain({ items, sources, quarantined, notes }: Catalogue): object {
  const sorted = <T>(entries: Iterable<readonly [string, T]>) =>
    [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    items: sorted(items),
    sources: sorted(sources)
      .filter(([, blocks]) => blocks.size > 0)
      .map(([username, blocks]) => [username, sorted(blocks)]),
    quarantined: quarantined.map((one) => JSON.stringify(one)).toSorted(),
    notes: sorted(notes),
  }
}

const key = ['AK', 'IAQYLPMN5HFIQR7XYA'].join('')

for (const seed of [11, 12, 13]) {
  test(`what the database holds after each collection is what the collection made (${seed})`, async () => {
    const team = new RandomTeam(seed)
    let expected: Catalogue = nothing
    for (let round = 0; round < 12; round += 1) {
      const written = team.write()
      const secret = team.chance(0.3) ? `\n- The key of the depot is ${key}.` : ''
      const unreadable = people.filter(() => team.chance(0.1))
      const notes: Notes = {
        notes: people.flatMap((username) =>
          written[username] && !unreadable.includes(username)
            ? [{ username, text: noteOf(written[username]) + secret }]
            : [],
        ),
        unreadable: unreadable.map((username) => ({ username, reason: 'test' })),
      }
      await collect(memory.db, notes)
      expected = refresh(expected, notes)
      assert.deepEqual(plain(await loadCatalogue(memory.db.pool)), plain(expected))
      const item = team.pick([...expected.items.values()])
      if (item?.status !== 'pending') continue
      await memory.decide(item, 'accept')
      const items = new Map(expected.items).set(item.id, { ...item, status: 'accepted' })
      expected = { ...expected, items }
    }
    const { rows } = await memory.db.pool.query<{ text: string }>(
      `select json_agg(v)::text as text from corporate_memory.item_version v`,
    )
    assert.ok(!String(rows[0]?.text).includes(key))
  })
}

test('a note that went is read anew when it is back, though it is the same', async () => {
  const note = { ann: '- Revenue is net of refunds since the change of the ledger.' }
  for (const status of ['pending', 'withdrawn', 'pending', 'withdrawn', 'pending']) {
    await memory.collect(status === 'pending' ? note : {})
    assert.equal((await memory.item('Revenue')).status, status)
    const { notes } = await loadCatalogue(memory.db.pool)
    assert.deepEqual([...notes.keys()], status === 'pending' ? ['ann'] : [])
  }
})

test('a collection that changed nothing writes no event, no version and no new time', async () => {
  const state = async () => {
    const { rows } = await memory.db.pool.query(
      `select (select json_agg(i order by id) from corporate_memory.item i) as items,
         (select count(*) from corporate_memory.event) as events,
         (select json_agg(s order by username, block) from corporate_memory.source s) as sources`,
    )
    return rows
  }
  const note = { ann: '- Revenue is net of refunds since the change of the ledger.' }
  await memory.collect(note)
  const before = await state()
  await memory.collect(note)
  assert.deepEqual(await state(), before)
  await memory.collect({ ann: `\n\n${note.ann}` })
  assert.notDeepEqual(await state(), before, 'it moved to another line')
  assert.equal((await memory.items())[0]?.version, 1)
})

const item: Item = {
  ...{ id: 'km_000000000001', title: 'Revenue', content: 'Revenue is net.', category: 'workflow' },
  ...{ tags: ['a', 'b'], status: 'pending', statusBefore: null, version: 1, wordHash: 'w1' },
  ...{ mergedInto: null, flags: [] },
}

test('texts with the signs of SQL, JSON and arrays, and of any script, are kept as they are', async () => {
  const odd = [
    `'; drop table corporate_memory.item; --`,
    '{"a": [1, null]}',
    '{a,b}',
    'NULL',
    '\\x00 \\u0000 \\n',
    '数据 🎉 \u202e ﬁ',
    '"',
    ',',
    '%s $1 :x ?',
  ]
  const items = odd.map((text, at) => ({
    ...item,
    ...{ id: `km_00000000001${at}`, title: text, content: text, tags: [text], flags: [text] },
  }))
  await saveItems(memory.db.pool, items, odd[0] ?? '')
  const sources = odd.map((text, at) => ({
    ...{ username: text, block: text, itemId: `km_00000000001${at}`, wording: text },
    ...{ line: at, alive: at % 2 === 0, withdrawn: false },
  }))
  await saveSources(memory.db.pool, sources)
  const loaded = await loadCatalogue(memory.db.pool)
  assert.deepEqual([...loaded.items.values()], items)
  for (const source of sources)
    assert.deepEqual(loaded.sources.get(source.username)?.get(source.block), source)
})

test('since when an item is accepted is kept as long as it is, and begins anew when it is again', async () => {
  const acceptedAt = async () => {
    const { rows } = await memory.db.pool.query<{ at: Date | null }>(
      'select accepted_at as at from corporate_memory.item',
    )
    return rows[0]?.at ?? undefined
  }
  const save = async (over: Partial<Item>) => {
    await saveItems(memory.db.pool, [{ ...item, ...over }], 'rita')
    return acceptedAt()
  }
  assert.equal(await save({}), undefined)
  const first = await save({ status: 'accepted' })
  assert.ok(first)
  assert.deepEqual(await save({ status: 'accepted', tags: [] }), first)
  assert.equal(await save({ status: 'expired' }), undefined)
  const again = await save({ status: 'accepted' })
  assert.ok(again && again > first)
})

test('a version is kept as it was when it was made, with who made it', async () => {
  await saveItems(memory.db.pool, [item], COLLECTOR)
  await saveItems(memory.db.pool, [{ ...item, title: 'Other', status: 'accepted' }], 'rita')
  await saveItems(memory.db.pool, [{ ...item, version: 2, title: 'Newer' }], 'rita')
  const { rows } = await memory.db.pool.query<{ version: number; title: string; actor: string }>(
    'select version, title, actor from corporate_memory.item_version order by version',
  )
  assert.deepEqual(rows, [
    { version: 1, title: 'Revenue', actor: COLLECTOR },
    { version: 2, title: 'Newer', actor: 'rita' },
  ])
})

test('two secrets in one block are told once a kind, in whatever line they stand by then', async () => {
  const held = async () => {
    const { quarantined } = await loadCatalogue(memory.db.pool)
    const kinds = quarantined.map(({ block, rule }) => `${block} ${rule}`)
    assert.equal(new Set(kinds).size, kinds.length)
    return [...new Set(quarantined.map(({ line }) => line))]
  }
  const secrets = (above: string) => `${above}- The key is ${key}\n  or ${key.replace('Q', 'R')}.`
  await memory.collect({ ann: secrets('') })
  assert.deepEqual(await held(), [1])
  await memory.collect({ ann: secrets('# Depot\n\n') })
  assert.deepEqual(await held(), [3])
  await memory.collect({ ann: '# Depot' })
  assert.deepEqual(await held(), [])
})
