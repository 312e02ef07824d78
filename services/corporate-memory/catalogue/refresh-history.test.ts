import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  noteOf,
  people,
  RandomTeam,
  subjects,
  type Lines,
} from '../../../tests/peers/random-team.ts'
import type { Catalogue, Item, Source } from './item.ts'
import { nothing } from './load-catalogue.ts'
import { refresh } from './refresh.ts'
import type { Refreshed } from './refreshed.ts'
import { scanNote } from './scan-note.ts'

function run(before: Catalogue, notes: Lines, unreadable: readonly string[] = []): Refreshed {
  return refresh(before, {
    notes: Object.entries(notes).flatMap(([username, lines]) =>
      lines && !unreadable.includes(username) ? [{ username, text: noteOf(lines) }] : [],
    ),
    unreadable: unreadable.map((username) => ({ username, reason: 'test' })),
  })
}

const allSources = ({ sources }: Pick<Catalogue, 'sources'>): readonly Source[] =>
  [...sources.values()].flatMap((blocks) => [...blocks.values()])

/** What reviewers and authors do between two collections. */
function decided(team: RandomTeam, catalogue: Catalogue): Catalogue {
  const items = new Map(catalogue.items)
  const item = team.pick([...items.values()])
  const to = team.pick(['accepted', 'accepted', 'rejected', 'expired'] as const)
  if (item && to && ['pending', 'accepted'].includes(item.status))
    items.set(item.id, { ...item, status: to })
  const source = team.chance(0.15) ? team.pick(allSources(catalogue)) : undefined
  if (!source?.alive) return { ...catalogue, items }
  const own = new Map(catalogue.sources.get(source.username))
  own.set(source.block, { ...source, alive: false, withdrawn: true })
  return { ...catalogue, items, sources: new Map(catalogue.sources).set(source.username, own) }
}

/** What must hold of each collection, whatever was there and whatever people wrote. */
function check(before: Catalogue, after: Refreshed, notes: Lines, unreadable: readonly string[]) {
  const said = new Set(allSources(after).flatMap(({ alive, itemId }) => (alive ? [itemId] : [])))
  for (const [id, old] of before.items) {
    const item: Item = after.items.get(id) ?? assert.fail(`${id} is gone`)
    assert.ok(item.version >= old.version, 'a version is never taken back')
    if (item.version === old.version)
      assert.deepEqual([item.content, item.wordHash], [old.content, old.wordHash])
  }
  for (const [id, item] of after.items) {
    assert.match(id, /^km_[0-9a-f]{12}$/)
    assert.equal(item.status === 'withdrawn', !said.has(id), `${id} ${item.status}`)
    if (item.status !== 'accepted') continue
    const old: Item = before.items.get(id) ?? assert.fail('accepted by nobody')
    const was = old.status === 'withdrawn' ? old.statusBefore : old.status
    assert.deepEqual([was, old.wordHash], ['accepted', item.wordHash], 'other words than accepted')
  }
  for (const source of allSources(before))
    assert.ok(after.sources.get(source.username)?.has(source.block), 'a source is gone')
  for (const { itemId, alive, withdrawn, username } of allSources(after)) {
    assert.ok(after.items.has(itemId), 'a source of no item')
    assert.ok(!(alive && withdrawn), 'taken back and said')
    assert.ok(people.includes(username as 'ann'))
  }
  const changed = [...after.items].flatMap(([id, item]) =>
    JSON.stringify(item) === JSON.stringify(before.items.get(id)) ? [] : [id],
  )
  assert.deepEqual(after.changed.toSorted(), changed.toSorted())
  for (const username of people) {
    const own = [...(after.sources.get(username)?.values() ?? [])]
    if (unreadable.includes(username)) {
      assert.deepEqual(own, [...(before.sources.get(username)?.values() ?? [])])
      continue
    }
    const { statements } = scanNote({ username, text: noteOf(notes[username]) })
    const expected = statements
      .map(({ block }) => block.hash)
      .filter((hash) => !after.sources.get(username)?.get(hash)?.withdrawn)
    const alive = own.filter((source) => source.alive).map(({ block }) => block)
    assert.deepEqual(alive.toSorted(), expected.toSorted(), 'a note says what its blocks say')
  }
}

for (const seed of [1, 2, 3, 4, 5, 6]) {
  test(`whatever people write, lose and take back, nothing is lost, forged or accepted by itself (${seed})`, () => {
    const team = new RandomTeam(seed)
    let catalogue: Catalogue = nothing
    for (let round = 0; round < 40; round += 1) {
      const notes = team.write()
      const unreadable = people.filter(() => team.chance(0.1))
      const before = decided(team, catalogue)
      const after = run(before, notes, unreadable)
      check(before, after, notes, unreadable)
      const again = run(after, notes, unreadable)
      assert.deepEqual(again.changed, [], 'a second time changes nothing')
      assert.deepEqual(again.sources, after.sources)
      catalogue = after
    }
    assert.ok(catalogue.items.size > 2)
  })
}

test('in which order notes are read changes nothing', () => {
  const notes = people.map((username, at) => ({
    username,
    text: noteOf(subjects.map((subject) => subject(1 + (at % 2)))),
  }))
  const first = refresh(nothing, { notes, unreadable: [] })
  const other = refresh(nothing, { notes: notes.toReversed(), unreadable: [] })
  assert.deepEqual(other.items, first.items)
  assert.deepEqual(other.sources, first.sources)
})

test('a team that begins anew has the same ids for the same notes, and never one for two items', () => {
  const many = Array.from({ length: 30 }, (_, nth) => `- Depot ${nth} opens at ${nth} past nine.`)
  const notes = [{ username: 'ann', text: many.join('\n') }]
  const [a, b] = [0, 1].map(() => refresh(nothing, { notes, unreadable: [] }))
  assert.deepEqual([...(a?.items.keys() ?? [])], [...(b?.items.keys() ?? [])])
  assert.equal(a?.items.size, 30)
})

test('what was accepted, went away and is said again in other words waits for people again', () => {
  const first = run(nothing, { ann: ['Revenue is net of refunds since the change of the ledger.'] })
  const [item] = first.items.values()
  assert.ok(item)
  const accepted = new Map([[item.id, { ...item, status: 'accepted' as const }]])
  const gone = run({ ...first, items: accepted }, { ann: [] })
  assert.deepEqual(
    [...gone.items.values()].map(({ status, statusBefore }) => [status, statusBefore]),
    [['withdrawn', 'accepted']],
  )
  const other = 'Since the change of the ledger, revenue is net of all refunds.'
  const back = run(gone, { ann: [], bob: [other] })
  assert.deepEqual(
    [...back.items.values()].map(({ id, status, version, content }) => [
      id,
      status,
      version,
      content,
    ]),
    [[item.id, 'pending', 2, other]],
  )
  const same = run(gone, { ann: [], bob: [item.content] })
  assert.equal(same.items.get(item.id)?.status, 'accepted', 'in the very words it is as it was')
})
