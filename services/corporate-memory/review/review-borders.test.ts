import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { openTestMemory, type TestMemory } from '../../../tests/peers/memory.ts'
import { waitsOrEnds } from '../../../tests/peers/waits-or-ends.ts'
import { TURN } from '../catalogue/collect.ts'
import { itemStatuses, type ItemStatus } from '../catalogue/item.ts'
import { castVote, votable } from './cast-vote.ts'
import { changeItems } from './change-items.ts'
import { decide, decisionNames } from './decide.ts'
import { editedText, editItem } from './edit-item.ts'
import { expireOld } from './expire-old.ts'
import { mergeItems } from './merge-items.ts'
import { splitItem } from './split-item.ts'
import { undo } from './undo.ts'
import { countingVotes, votesOf } from './votes.ts'
import { sayAgain, withdrawSource } from './withdraw-source.ts'

let memory: TestMemory
const actor = 'rita'
const shared = '- Revenue is net of refunds since the change of the ledger.'
const notes = {
  ann: `${shared}\n- Campaign names hold the country behind the first dash.`,
  bob: `${shared}\n- The depot of the north opens on Mondays.`,
}
const nobody = 'km_ffffffffffff'

before(async () => {
  memory = await openTestMemory()
})
after(() => memory[Symbol.asyncDispose]())
beforeEach(async () => {
  await memory.empty()
  await memory.collect(notes)
})

const put = (id: string, status: ItemStatus) =>
  memory.db.pool.query('update corporate_memory.item set status = $2 where id = $1', [id, status])

async function eventsOf(id: string): Promise<readonly string[]> {
  const { rows } = await memory.db.pool.query<{ action: string }>(
    'select action from corporate_memory.event where item_ids @> array[$1] order by id',
    [id],
  )
  return rows.map(({ action }) => action)
}

const allowed: Readonly<Record<string, readonly ItemStatus[]>> = {
  accept: ['pending', 'rejected', 'expired'],
  reject: ['pending', 'accepted', 'expired'],
  expire: ['accepted'],
}

for (const decision of decisionNames) {
  test(`a reviewer may ${decision} just what is ${allowed[decision]?.join(', ')}, and all else stays`, async () => {
    const { id, wordHash: seen } = await memory.item('depot')
    for (const status of itemStatuses) {
      await put(id, status)
      const count = (await eventsOf(id)).length
      const done = decide(memory.db, { actor, id, decision, seen })
      if (allowed[decision]?.includes(status)) await done
      else await assert.rejects(done, { code: 'not_now', message: new RegExp(`is ${status} `) })
      const now = await memory.item('depot')
      const expected = { accept: 'accepted', reject: 'rejected', expire: 'expired' }[decision]
      assert.equal(now.status, allowed[decision]?.includes(status) ? expected : status)
      assert.equal((await eventsOf(id)).length - count, allowed[decision]?.includes(status) ? 1 : 0)
    }
    const unknown = { actor, id: nobody, decision, seen }
    await assert.rejects(decide(memory.db, unknown), { code: 'unknown_item' })
  })
}

test('votes are taken for what is pending, accepted or expired, and for nothing else', async () => {
  const { id, wordHash: seen } = await memory.item('depot')
  for (const status of itemStatuses) {
    await put(id, status)
    for (const vote of [1, -1, 0] as const) {
      const cast = castVote(memory.db, { username: 'cyd', id, vote, seen }, { needed: 0 })
      if (votable.includes(status)) await cast
      else await assert.rejects(cast, { code: 'not_now' })
    }
    assert.equal((await memory.item('depot')).status, status)
    assert.deepEqual(await countingVotes(memory.db.pool, [id]), [])
  }
  const unknown = { username: 'cyd', id: nobody, vote: 1 } as const
  await assert.rejects(castVote(memory.db, unknown, { needed: 1 }), { code: 'unknown_item' })
})

test('just enough votes of others accept, one against outweighs one for, and 0 needed accepts nothing', async () => {
  const { id } = await memory.item('depot')
  const statusAfter = async (username: string, vote: 1 | -1, needed: number) => {
    await castVote(memory.db, { username, id, vote }, { needed })
    return (await memory.item('depot')).status
  }
  assert.equal(await statusAfter('v1', 1, 0), 'pending')
  assert.equal(await statusAfter('v1', 1, -3), 'pending')
  assert.equal(await statusAfter('v2', -1, 2), 'pending')
  assert.equal(await statusAfter('bob', 1, 2), 'pending', 'its author')
  assert.equal(await statusAfter('v3', 1, 2), 'pending')
  assert.equal(await statusAfter('v4', 1, 2), 'accepted', '3 for it and 1 against')
  assert.equal(await statusAfter('v5', -1, 2), 'accepted', 'votes take nothing back')
})

test('an author who took back what they wrote votes like anybody else', async () => {
  const { id } = await memory.item('Revenue')
  await withdrawSource(memory.db, { username: 'ann', id })
  await castVote(memory.db, { username: 'bob', id, vote: 1 }, { needed: 1 })
  assert.equal((await memory.item('Revenue')).status, 'pending', 'bob still says it')
  await castVote(memory.db, { username: 'ann', id, vote: 1 }, { needed: 1 })
  assert.equal((await memory.item('Revenue')).status, 'accepted')
})

test('a change that fails, and one that is none, leave everything and no event', async () => {
  const { id } = await memory.item('depot')
  const count = (await eventsOf(id)).length
  const request = { actor, action: 'accept', ids: [id] }
  const items = await memory.items()
  const failing = changeItems(memory.db, request, ({ items: all }) => {
    const item = all.get(id) ?? assert.fail()
    const broken = { ...item, status: 'no status' as ItemStatus }
    return { items: [{ ...item, status: 'accepted' }, broken] }
  })
  await assert.rejects(failing)
  await changeItems(memory.db, request, () => undefined)
  await assert.rejects(
    changeItems(memory.db, request, () => assert.fail('changed its mind')),
    /changed its mind/,
  )
  assert.deepEqual(await memory.items(), items)
  assert.equal((await eventsOf(id)).length, count)
})

test('of many who decide at once one is heard, and the others are told that it was decided', async () => {
  const { id, wordHash: seen } = await memory.item('depot')
  const all = await Promise.allSettled(
    Array.from({ length: 8 }, (_, at) =>
      decide(memory.db, { actor: `r${at}`, id, decision: 'accept', seen }),
    ),
  )
  assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const one of all)
    if (one.status === 'rejected') assert.equal((one.reason as { code?: string }).code, 'not_now')
  assert.deepEqual(
    (await eventsOf(id)).filter((action) => action === 'accept'),
    ['accept'],
  )
})

test('of many who edit one version at once one is kept, and no text is lost unseen', async () => {
  const { id } = await memory.item('depot')
  const edits = Array.from({ length: 6 }, (_, at) =>
    editedText.parse({
      title: `Depot ${at}`,
      content: `The depot opens on Mondays, said ${at}.`,
      category: 'workflow',
      tags: '',
    }),
  )
  const all = await Promise.allSettled(
    edits.map((text) => editItem(memory.db, { actor, id, version: 1, text })),
  )
  assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.equal((await memory.item('depot')).version, 2)
})

test('the newest vote of a person for either of two counts when they become one', async () => {
  const [from, into] = [await memory.item('Campaign'), await memory.item('depot')]
  const at = async (id: string, time: string) =>
    memory.db.pool.query('update corporate_memory.vote set at = $2 where item_id = $1', [id, time])
  for (const [older, newer] of [
    ['2026-03-02T12:00:00Z', '2026-03-02T12:00:00.5Z'],
    ['2026-03-02T12:00:00.9Z', '2026-03-02T12:00:00.91Z'],
    ['2026-10-25T02:30:00+02:00', '2026-10-25T02:10:00+01:00'],
    ['2025-12-31T23:59:59.999999Z', '2026-01-01T00:00:00Z'],
  ] as const) {
    for (const [id, vote, time] of [
      [from.id, 1, newer],
      [into.id, -1, older],
    ] as const) {
      await castVote(memory.db, { username: 'cyd', id, vote }, { needed: 0 })
      await at(id, time)
    }
    await mergeItems(memory.db, { actor, from: from.id, into: into.id })
    const merged = await votesOf(memory.db.pool, [from.id, into.id])
    assert.deepEqual(
      merged.map(({ itemId, vote }) => [itemId, vote]),
      [[into.id, 1]],
      newer,
    )
    const { rows } = await memory.db.pool.query<{ id: number }>(
      `select max(id) as id from corporate_memory.event where action = 'merge'`,
    )
    await undo(memory.db, actor, rows[0]?.id ?? 0)
  }
})

test('what an author took back is not split off, and stays theirs alone', async () => {
  const { id } = await memory.item('Revenue')
  await memory.collect({ ...notes, cyd: shared })
  const { rows } = await memory.db.pool.query<{ username: string; block: string }>(
    'select username, block from corporate_memory.source where item_id = $1 order by username',
    [id],
  )
  await withdrawSource(memory.db, { username: 'ann', id })
  const split = (username: string) => {
    const block = rows.find((row) => row.username === username)?.block ?? ''
    return splitItem(memory.db, { actor, id, username, block })
  }
  await assert.rejects(split('ann'), { code: 'unknown_source' })
  await assert.rejects(split('nobody'), { code: 'unknown_source' })
  const count = (await memory.items()).length
  await split('cyd')
  assert.equal((await memory.items()).length, count + 1)
  await assert.rejects(split('bob'), { code: 'only_source' })
})

test('what is taken back twice, or said again without that, is refused and changes nothing', async () => {
  const { id } = await memory.item('Revenue')
  const own = { username: 'ann', id }
  await assert.rejects(sayAgain(memory.db, own), { code: 'unknown_source' })
  await withdrawSource(memory.db, own)
  assert.equal((await memory.item('Revenue')).status, 'pending', 'bob says it too')
  await assert.rejects(withdrawSource(memory.db, own), { code: 'unknown_source' })
  await withdrawSource(memory.db, { username: 'bob', id })
  assert.equal((await memory.item('Revenue')).status, 'withdrawn')
  await sayAgain(memory.db, own)
  await memory.collect(notes)
  assert.equal((await memory.item('Revenue')).status, 'pending')
  for (const change of [withdrawSource, sayAgain])
    await assert.rejects(change(memory.db, { username: 'ann', id: nobody }), {
      code: 'unknown_item',
    })
})

test('only what is accepted for longer than the days expires, all of it as one thing that can be undone', async () => {
  for (const words of ['Revenue', 'Campaign', 'depot'])
    await memory.decide(await memory.item(words), 'accept')
  const age = (words: string, days: number) =>
    memory.db.pool.query(
      `update corporate_memory.item set accepted_at = now() - make_interval(days => $2)
         where content like '%' || $1 || '%'`,
      [words, days],
    )
  await age('Revenue', 31)
  await age('Campaign', 31)
  await age('depot', 29)
  assert.equal(await expireOld(memory.db, -1), 0)
  assert.equal(await expireOld(memory.db, 30), 2)
  const { id } = await memory.item('Revenue')
  assert.equal((await memory.item('depot')).status, 'accepted')
  assert.equal(await expireOld(memory.db, 30), 0)
  const { rows } = await memory.db.pool.query<{ id: number }>(
    `select id from corporate_memory.event where action = 'expire'`,
  )
  assert.equal(rows.length, 1)
  await undo(memory.db, actor, rows[0]?.id ?? 0)
  assert.deepEqual(
    [(await memory.item('Revenue')).status, (await memory.item('Campaign')).status],
    ['accepted', 'accepted'],
  )
  assert.deepEqual((await eventsOf(id)).slice(-2), ['expire', 'undo'])
})

test('what is confirmed while the expiry waits for its turn expired all the same: it stays', async () => {
  await memory.decide(await memory.item('Revenue'), 'accept')
  const confirmedAt = (when: string) => `update corporate_memory.item set accepted_at = ${when}`
  await memory.db.pool.query(confirmedAt(`now() - interval '31 days'`))
  const { expiring } = await inTransaction(memory.db, TURN, async (client) => {
    const expiring = expireOld(memory.db, 30)
    assert.equal(await waitsOrEnds(memory.db, expiring), 'waits')
    await client.query(confirmedAt('now()'))
    return { expiring }
  })
  assert.equal(await expiring, 0)
  assert.equal((await memory.item('Revenue')).status, 'accepted')
})
