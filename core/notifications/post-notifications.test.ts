import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { until } from '../../tests/peers/until.ts'
import { inboxHead, listInbox, unreadCount, type Cursor } from './inbox.ts'
import { readLog, readReplays } from './log.ts'
import { markNotifications, markReadUpTo } from './mark.ts'
import { postNotifications } from './post-notifications.ts'
import { pruneInbox } from './prune.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

const say = (username: string, text: string, more: object = {}) => ({
  username,
  body: JSON.stringify({ title: text, message: `about ${text}` }),
  ...more,
})

/** The titles that one person gets again, and whether there is a gap. */
async function missed(username: string, cursor: Cursor, limit = 10, bytes = 1e6) {
  const until = await inboxHead(storage.db)
  const [replay] = await readReplays(storage.db, [{ username, cursor }], { until, limit, bytes })
  assert.ok(replay)
  const titles = replay.entries.map(({ body }) => (JSON.parse(body) as { title: string }).title)
  return { titles, gap: replay.gap, more: replay.more, unread: replay.unread }
}

test('a database that keeps silent is waited for some time, and nobody gets its connection', async () => {
  const holder = await storage.db.pool.connect()
  await holder.query('begin')
  await holder.query('select from core.inbox for update')
  await assert.rejects(postNotifications(storage.db, [say('a', 'late')], 50), /timeout/)
  await holder.query('rollback')
  holder.release()
  // The server may yet store what nobody waits for: the tests below count.
  await until(async () => {
    const { rowCount } = await storage.db.pool.query(
      `select from pg_stat_activity where datname = current_database() and state = 'active'
         and pid <> pg_backend_pid()`,
    )
    return rowCount === 0
  })
  const [posted] = await postNotifications(storage.db, [say('a', 'later')])
  assert.equal(posted?.duplicate, false)
})

test('a group gets numbers without holes, in its order', async () => {
  const { seq: head } = await inboxHead(storage.db)
  const posted = await postNotifications(storage.db, [say('a', '1'), say('b', '2'), say('a', '3')])
  assert.deepEqual(
    posted.map(({ seq }) => seq),
    [head + 1, head + 2, head + 3],
  )
  assert.equal(new Set(posted.map(({ id }) => id)).size, 3)
  assert.equal((await inboxHead(storage.db)).seq, head + 3)
})

test('the unread of a replay are those up to its head: what comes later is told and counted then', async () => {
  const username = 'counted'
  const cursor = await inboxHead(storage.db)
  await postNotifications(storage.db, [say(username, 'before')])
  const until = await inboxHead(storage.db)
  await postNotifications(storage.db, [say(username, 'after')])
  const [replay] = await readReplays(storage.db, [{ username, cursor }], {
    until,
    limit: 10,
    bytes: 1e6,
  })
  assert.deepEqual([replay?.entries.length, replay?.unread], [1, 1])
})

test('numbers have no holes and follow the order of commits when many write at once', async () => {
  const { seq: head } = await inboxHead(storage.db)
  const groups = await Promise.all(
    Array.from({ length: 40 }, (_, group) =>
      postNotifications(
        storage.db,
        Array.from({ length: 1 + (group % 5) }, (_, i) => say('many', `${group}-${i}`)),
      ),
    ),
  )
  const all = groups.flat().map(({ seq }) => seq)
  assert.deepEqual(
    all.toSorted((a, b) => a - b),
    all.map((_, i) => head + 1 + i),
  )
  for (const group of groups)
    group.forEach(({ seq }, i) => assert.equal(seq, (group[0]?.seq ?? 0) + i))
})

test('the same key of a person is stored once, in one group and in two', async () => {
  const [first, second] = await postNotifications(storage.db, [
    say('keys', 'x', { key: 'k' }),
    say('keys', 'again', { key: 'k' }),
  ])
  const [third] = await postNotifications(storage.db, [say('keys', 'later', { key: 'k' })])
  const [other] = await postNotifications(storage.db, [say('somebody', 'x', { key: 'k' })])
  assert.deepEqual([first?.duplicate, second?.duplicate, third?.duplicate], [false, true, true])
  assert.deepEqual([second?.seq, third?.seq, third?.id], [first?.seq, first?.seq, first?.id])
  assert.equal(other?.duplicate, false)
  assert.equal((await listInbox(storage.db, 'keys', { limit: 10 })).length, 1)
})

test('after a day a key may be used again', async () => {
  const [old] = await postNotifications(storage.db, [say('daily', 'x', { key: 'report' })])
  await storage.db.pool.query(
    `update core.notification set created_at = now() - interval '25 hours' where username = 'daily'`,
  )
  const [fresh] = await postNotifications(storage.db, [say('daily', 'y', { key: 'report' })])
  assert.equal(fresh?.duplicate, false)
  assert.notEqual(fresh?.seq, old?.seq)
})

test('a group of duplicates alone leaves the head where it is and wakes nobody', async () => {
  await postNotifications(storage.db, [say('dup', 'x', { key: 'k' })])
  const before = await inboxHead(storage.db)
  let rings = 0
  const stop = await storage.events.listen('core.inbox', () => (rings += 1))
  await postNotifications(storage.db, [say('dup', 'x', { key: 'k' })])
  await postNotifications(storage.db, [say('dup', 'new')])
  await until(() => rings > 0)
  await stop()
  assert.equal(rings, 1)
  assert.equal((await inboxHead(storage.db)).seq, before.seq + 1)
})

test('what a person missed comes back once, in order, without a gap', async () => {
  const whole = { gap: false, more: false }
  const start = await inboxHead(storage.db)
  await postNotifications(storage.db, [say('m', '1'), say('n', 'other'), say('m', '2')])
  assert.deepEqual(await missed('m', start), { titles: ['1', '2'], ...whole, unread: 2 })
  const head = await inboxHead(storage.db)
  assert.deepEqual(await missed('m', head), { titles: [], ...whole, unread: 2 })
})

test('the log is read on from any number, by whoever follows it', async () => {
  const { seq } = await inboxHead(storage.db)
  const posted = await postNotifications(storage.db, [say('f', '1'), say('h', '2'), say('f', '3')])
  const entries = await readLog(storage.db, seq, 2)
  assert.deepEqual(
    entries.map(({ seq: at, id, username }) => [at, id, username]),
    [
      [seq + 1, posted[0]?.id, 'f'],
      [seq + 2, posted[1]?.id, 'h'],
    ],
  )
  assert.equal(entries[0]?.body, say('f', '1').body)
  assert.equal((await readLog(storage.db, seq + 2, 10)).length, 1)
})

test('a gap is told honestly: after pruning, of another log, and over the limit', async () => {
  const start = await inboxHead(storage.db)
  await postNotifications(storage.db, [say('g', '1'), say('g', '2'), say('g', '3')])
  const until = await inboxHead(storage.db)
  const two = { titles: ['2', '3'], gap: true, more: false, unread: 3 }
  assert.deepEqual(await missed('g', start, 2), two)
  const foreign = { epoch: '00000000-0000-4000-8000-000000000000', seq: start.seq }
  assert.equal((await missed('g', foreign)).gap, true)
  const future = { epoch: until.epoch, seq: until.seq + 5 }
  assert.equal((await missed('g', future)).gap, true)
  await storage.db.pool.query(
    `update core.notification set created_at = now() - interval '91 days' where username = 'g' and seq = $1`,
    [start.seq + 1],
  )
  assert.equal(await pruneInbox(storage.db, 90), 1)
  assert.equal((await missed('g', start)).gap, true)
  const later = { epoch: until.epoch, seq: start.seq + 1 }
  assert.equal((await missed('g', later)).gap, false)
})

test('who missed more than fits into memory gets the newest of it, and is told of the gap', async () => {
  const cursor = await inboxHead(storage.db)
  const large = (nth: number) =>
    say('glutton', `${nth}`, { body: `{"title":"${nth}","data":"${'x'.repeat(400_000)}"}` })
  for (const nth of [1, 2, 3]) await postNotifications(storage.db, [large(nth)])
  const two = { titles: ['2', '3'], unread: 3 }
  assert.deepEqual(await missed('glutton', cursor), { ...two, gap: true, more: true })
  assert.deepEqual(await missed('glutton', cursor, 2), { ...two, gap: true, more: false })
  const later = { ...cursor, seq: cursor.seq + 1 }
  assert.deepEqual(await missed('glutton', later), { ...two, gap: false, more: false })
})

test('reading and dismissing belong to the owner, happen once, and are told to all devices', async () => {
  const posted = await postNotifications(storage.db, [say('r', '1'), say('r', '2'), say('r', '3')])
  const ids = posted.map(({ id }) => id)
  const told: string[] = []
  const stop = await storage.events.listen('core.inbox.mark', (payload) => told.push(payload ?? ''))
  assert.deepEqual(await markNotifications(storage.db, 'somebody', 'read', ids), [])
  assert.deepEqual(await markNotifications(storage.db, 'r', 'read', ids.slice(0, 1)), [ids[0]])
  assert.deepEqual(await markNotifications(storage.db, 'r', 'read', ids.slice(0, 1)), [])
  assert.equal(await unreadCount(storage.db, 'r'), 2)
  await markNotifications(storage.db, 'r', 'dismissed', ids.slice(1, 2))
  assert.equal(await unreadCount(storage.db, 'r'), 1)
  assert.equal((await listInbox(storage.db, 'r', { limit: 9 })).length, 2)
  assert.deepEqual(await markReadUpTo(storage.db, 'r', posted[2]?.seq ?? 0), [ids[1], ids[2]])
  await until(() => told.length >= 3)
  await stop()
  assert.deepEqual(JSON.parse(told[0] ?? ''), {
    username: 'r',
    mark: 'read',
    ids: [ids[0]],
    seqs: [posted[0]?.seq],
  })
})

test('a thousand marks at once are told in events that PostgreSQL can carry', async () => {
  const posted = await postNotifications(
    storage.db,
    Array.from({ length: 1000 }, (_, i) => say('bulk', String(i))),
  )
  const marked = await markNotifications(
    storage.db,
    'bulk',
    'read',
    posted.map(({ id }) => id),
  )
  assert.equal(marked.length, 1000)
})

test('the inbox is searched by what stands in it, newest first, one of each collapse key', async () => {
  await postNotifications(storage.db, [
    say('s', 'Revenue fell'),
    say('s', 'progress 10 %', { collapseKey: 'p' }),
    say('s', 'progress 90 %', { collapseKey: 'p' }),
  ])
  const titles = async (text?: string) =>
    (await listInbox(storage.db, 's', { text, limit: 10 })).map(({ body }) => body.title)
  assert.deepEqual(await titles(), ['progress 90 %', 'Revenue fell'])
  assert.deepEqual(await titles('revenue'), ['Revenue fell'])
  assert.deepEqual(await titles('fell  rev'), ['Revenue fell'])
  assert.deepEqual(await titles('revenue rose'), [])
  assert.deepEqual(await titles('%'), ['progress 90 %'])
  assert.deepEqual(await titles('_'), [])
})

test('what a newer one of its collapse key has replaced is not counted: reading what is shown reads all', async () => {
  const cursor = await inboxHead(storage.db)
  const [, newest] = await postNotifications(storage.db, [
    say('c', 'progress 10 %', { collapseKey: 'p' }),
    say('c', 'progress 90 %', { collapseKey: 'p' }),
    say('somebody else', 'progress 95 %', { collapseKey: 'p' }),
  ])
  assert.equal(await unreadCount(storage.db, 'c'), 1)
  assert.equal((await missed('c', cursor)).unread, 1)
  await markNotifications(storage.db, 'c', 'read', [newest?.id ?? ''])
  assert.equal(await unreadCount(storage.db, 'c'), 0)
  assert.deepEqual(await listInbox(storage.db, 'c', { unreadOnly: true, limit: 9 }), [])
})

test('what has expired is neither counted nor brought after a reconnect', async () => {
  const start = await inboxHead(storage.db)
  await postNotifications(storage.db, [say('e', 'old', { ttl: 60 }), say('e', 'fresh')])
  await storage.db.pool.query(
    `update core.notification set expires_at = now() - interval '1 second' where username = 'e' and expires_at is not null`,
  )
  assert.deepEqual((await missed('e', start)).titles, ['fresh'])
  assert.equal(await unreadCount(storage.db, 'e'), 1)
  const list = async (unreadOnly: boolean) =>
    (await listInbox(storage.db, 'e', { unreadOnly, limit: 9 })).map(({ body }) => body.title)
  assert.deepEqual([await list(true), await list(false)], [['fresh'], ['fresh', 'old']])
})
