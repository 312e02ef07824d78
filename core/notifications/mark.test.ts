import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { until } from '../../tests/peers/until.ts'
import { listInbox, unreadCount } from './inbox.ts'
import {
  MARK_EVENT,
  markBySeq,
  markNotifications,
  markReadUpTo,
  restoreNotifications,
  type MarkEvent,
} from './mark.ts'
import { notify } from './notify.ts'
import type { Posted } from './post-notifications.ts'

let storage: TestDatabase
const told: MarkEvent[] = []
before(async () => {
  storage = await openTestDatabase()
  await storage.events.listen(MARK_EVENT, (payload = '') => {
    if (payload.startsWith('{')) told.push(JSON.parse(payload) as MarkEvent)
    else ends.add(payload)
  })
})
after(() => storage.close())
beforeEach(async () => {
  await storage.db.pool.query('delete from core.notification')
  await heard()
  told.length = 0
})

/** All that was told so far has been heard: events keep their order. */
const ends = new Set<string>()
let asked = 0
async function heard(): Promise<readonly MarkEvent[]> {
  const end = `end ${(asked += 1)}`
  await storage.events.notify(MARK_EVENT, end)
  await until(() => ends.has(end))
  return told
}

async function tell(username: string, count: number): Promise<readonly Posted[]> {
  const posted: Posted[] = []
  for (let nth = 0; nth < count; nth += 1)
    posted.push(await notify(storage.db, username, { title: String(nth) }))
  return posted
}
const idsOf = (posted: readonly Posted[]) => posted.map(({ id }) => id)
const seqsOf = (posted: readonly Posted[]) => posted.map(({ seq }) => seq)

test('what is marked is told once, by ids and numbers in the order of the log', async () => {
  const posted = await tell('ann', 3)
  const ids = idsOf(posted)
  assert.deepEqual(await markNotifications(storage.db, 'ann', 'read', ids.toReversed()), ids)
  assert.deepEqual(await markNotifications(storage.db, 'ann', 'read', ids), [])
  assert.deepEqual(await heard(), [{ username: 'ann', mark: 'read', ids, seqs: seqsOf(posted) }])
})

test('nobody marks what is another person’s, by id, by number or up to a number', async () => {
  const hers = await tell('ann', 2)
  await tell('bob', 1)
  for (const mark of ['read', 'dismissed'] as const) {
    assert.deepEqual(await markNotifications(storage.db, 'bob', mark, idsOf(hers)), [])
    assert.deepEqual(await markBySeq(storage.db, 'bob', mark, seqsOf(hers)), [])
  }
  assert.equal((await markReadUpTo(storage.db, 'bob', Number.MAX_SAFE_INTEGER)).length, 1)
  assert.equal(await unreadCount(storage.db, 'ann'), 2)
  assert.equal((await listInbox(storage.db, 'ann', { limit: 9 })).length, 2)
})

test('numbers that are nobody’s are passed over, and those that are there are marked', async () => {
  const [first, second] = await tell('ann', 2)
  assert.ok(first && second)
  const seqs = [-1, 0, second.seq, second.seq, second.seq + 1000, Number.MAX_SAFE_INTEGER]
  assert.deepEqual(await markBySeq(storage.db, 'ann', 'dismissed', seqs), [second.id])
  const left = await listInbox(storage.db, 'ann', { limit: 9 })
  assert.deepEqual(
    left.map(({ id }) => id),
    [first.id],
  )
  assert.deepEqual(await markBySeq(storage.db, 'ann', 'read', []), [])
})

test('up to a number means with it and not beyond, and what was read before is not told again', async () => {
  const posted = await tell('ann', 4)
  const [one, two, three] = posted
  assert.ok(one && two && three)
  await markNotifications(storage.db, 'ann', 'read', [one.id])
  assert.deepEqual(await markReadUpTo(storage.db, 'ann', three.seq), [two.id, three.id])
  assert.equal(await unreadCount(storage.db, 'ann'), 1)
  assert.deepEqual(
    (await heard()).map(({ ids }) => ids),
    [[one.id], [two.id, three.id]],
  )
})

test('read and dismissed are two marks: each is set by itself', async () => {
  const [one] = await tell('ann', 1)
  assert.ok(one)
  assert.deepEqual(await markNotifications(storage.db, 'ann', 'dismissed', [one.id]), [one.id])
  assert.deepEqual(await markNotifications(storage.db, 'ann', 'read', [one.id]), [one.id])
  assert.deepEqual(
    (await heard()).map(({ mark }) => mark),
    ['dismissed', 'read'],
  )
})

test('two devices that mark the same at the same moment are told of it once', async () => {
  const ids = idsOf(await tell('ann', 20))
  const marked = await Promise.all(
    Array.from({ length: 4 }, () => markNotifications(storage.db, 'ann', 'read', ids)),
  )
  assert.equal(marked.flat().length, ids.length)
  assert.equal((await heard()).flatMap((event) => event.ids).length, ids.length)
})

test('what is no id is an error of who asks, and marks nothing', async () => {
  const [one] = await tell('ann', 1)
  assert.ok(one)
  await assert.rejects(markNotifications(storage.db, 'ann', 'read', [one.id, 'x']), {
    code: '22P02',
  })
  assert.equal(await unreadCount(storage.db, 'ann'), 1)
  assert.deepEqual(await heard(), [])
})

test('what was dismissed is kept, is listed apart, and comes back to its owner alone', async () => {
  const [kept, dropped] = idsOf(await tell('ann', 2))
  await markNotifications(storage.db, 'ann', 'dismissed', [dropped ?? ''])
  const listed = async (dismissed: boolean) =>
    (await listInbox(storage.db, 'ann', { dismissed, limit: 9 })).map(({ id }) => id)
  assert.deepEqual([await listed(false), await listed(true)], [[kept], [dropped]])
  await restoreNotifications(storage.db, 'bob', [dropped ?? ''])
  assert.deepEqual(await listed(true), [dropped])
  await restoreNotifications(storage.db, 'ann', [dropped ?? ''])
  assert.deepEqual([await listed(false), await listed(true)], [[dropped, kept], []])
  assert.equal(await unreadCount(storage.db, 'ann'), 2)
})
