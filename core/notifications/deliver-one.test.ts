import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { createLog } from '../log.ts'
import { claimDeliveries } from './claim-deliveries.ts'
import { deliverOne, RetryLater, Undeliverable } from './deliver-one.ts'
import { channelState, dueDeliveries, type DueDelivery } from './deliveries.ts'
import { markNotifications } from './mark.ts'
import { notify, type Notice } from './notify.ts'
import { savePreference } from './preferences.ts'

const channel = 'pigeon'
const log = createLog('silent')
const DAY = 86_400_000

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
  await claim()
})
after(() => storage.close())
beforeEach(() =>
  storage.db.pool.query('delete from core.notification; delete from core.channel_preference'),
)

const claim = () => claimDeliveries(storage.db, channel, async (usernames) => usernames)

/** What is due after somebody was told something. */
async function dueAfter(notice: Notice = { title: 'x' }): Promise<DueDelivery> {
  await notify(storage.db, 'ann', notice)
  await claim()
  const [due] = await dueDeliveries(storage.db, channel, 1)
  return due ?? assert.fail('nothing is due')
}

interface Row {
  readonly attempts: number
  readonly error: string | null
  readonly delivered: boolean
  readonly failed: boolean
  /** Milliseconds until the next try. */
  readonly wait: number
}

/** Brings it, and resolves to what was written down. */
async function bring(
  due: DueDelivery,
  deliver: () => Promise<void> = () => Promise.resolve(),
  signal = new AbortController().signal,
): Promise<Row> {
  await deliverOne({ db: storage.db, log }, { name: channel, deliver }, due, signal)
  const { rows } = await storage.db.pool.query<Row>(
    `select attempts, last_error as error, delivered_at is not null as delivered,
       failed_at is not null as failed, extract(epoch from next_try_at - now())::float8 * 1000 as wait
     from core.delivery where channel = $1 and seq = $2`,
    [channel, due.seq],
  )
  return rows[0] ?? assert.fail('the delivery is gone')
}

const never = () => assert.fail('it was brought')
const fail = (error: Error) => () => Promise.reject(error)

test('what arrives is written down once, and an earlier reason is forgotten', async () => {
  const due = await dueAfter()
  await bring(due, fail(new Error('not now')))
  const { wait, ...row } = await bring({ ...due, attempts: 1 })
  assert.deepEqual(row, { attempts: 2, error: null, delivered: true, failed: false })
  assert.deepEqual(await dueDeliveries(storage.db, channel, 1), [])
})

test('what is over, was put away or is not wanted is not brought, and says why', async () => {
  const expired = { ...(await dueAfter()), expiresAt: new Date(Date.now() - 1) }
  assert.deepEqual((await bring(expired, never)).error, 'expired')
  const due = await dueAfter()
  await markNotifications(storage.db, 'ann', 'dismissed', [due.id])
  const [dismissed] = await dueDeliveries(storage.db, channel, 1)
  assert.ok(dismissed)
  assert.match((await bring(dismissed, never)).error ?? '', /^dismissed/)
  const quiet = { muted: true, quietFrom: null, quietUntil: null, timeZone: 'UTC' }
  const unwanted = await dueAfter({ title: 'x', priority: 1 })
  // After it was claimed: what is claimed later does not even wait.
  await savePreference(storage.db, 'ann', channel, quiet)
  const row = await bring(unwanted, never)
  assert.deepEqual([row.error, row.failed, row.delivered], ['muted', true, false])
  assert.equal((await channelState(storage.db, channel)).failedToday, 0, 'nothing went wrong')
})

const minuteIn = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 16)

test('quiet hours put it off without a try, and only what is not urgent', async () => {
  await savePreference(storage.db, 'ann', channel, {
    ...{ muted: false, quietFrom: minuteIn(-600_000), quietUntil: minuteIn(7_200_000) },
    timeZone: 'UTC',
  })
  const row = await bring(await dueAfter(), never)
  assert.deepEqual([row.attempts, row.error, row.failed], [0, null, false])
  assert.ok(row.wait > 7_000_000 && row.wait <= 7_200_000, String(row.wait))
  assert.equal((await bring(await dueAfter({ title: 'x', priority: 1 }))).delivered, true)
})

test('what quiet hours put off is due when the person ends them, and again put off while they last', async () => {
  const hours = (from: number, until: number) => ({
    muted: false,
    timeZone: 'UTC',
    quietFrom: minuteIn(from),
    quietUntil: minuteIn(until),
  })
  await savePreference(storage.db, 'ann', channel, hours(-600_000, 7_200_000))
  await bring(await dueAfter(), never)
  const due = () => dueDeliveries(storage.db, channel, 1)
  assert.deepEqual(await due(), [])
  await savePreference(storage.db, 'ann', channel, hours(-600_000, 3_600_000))
  const [still] = await due()
  assert.ok(still)
  const { wait } = await bring(still, never)
  assert.ok(wait > 3_400_000 && wait <= 3_600_000, String(wait))
  await savePreference(storage.db, 'ann', channel, {
    ...{ muted: false, quietFrom: null, quietUntil: null },
    timeZone: 'UTC',
  })
  const [now] = await due()
  assert.ok(now)
  assert.equal((await bring(now)).delivered, true)
})

for (const [attempts, seconds] of [
  [0, 1],
  [1, 2],
  [5, 32],
  [11, 2048],
  [12, 3600],
  [40, 3600],
  [5000, 3600],
] as const)
  test(`after ${attempts} tries the next one is in about ${seconds} s, not at the same moment for all`, async () => {
    const row = await bring({ ...(await dueAfter()), attempts }, fail(new Error('down')))
    assert.deepEqual([row.error, row.failed, row.delivered], ['down', false, false])
    // A slow machine has used up some of it when it looks.
    assert.ok(row.wait <= seconds * 1200 && row.wait > seconds * 800 - 60_000, String(row.wait))
  })

test('a wait that the other side asks for is kept to the millisecond', async () => {
  const row = await bring(await dueAfter(), fail(new RetryLater('429', 7_200_000)))
  assert.deepEqual([row.attempts, row.error, row.failed], [1, '429', false])
  assert.ok(row.wait > 7_140_000 && row.wait <= 7_200_000, String(row.wait))
})

test('who asks to be tried again long ago waits all the same', async () => {
  const row = await bring(await dueAfter(), fail(new RetryLater('429', -3_600_000)))
  assert.ok(row.wait > -60_000 && row.wait <= 1000, String(row.wait))
})

test('what can never arrive is given up at the first try', async () => {
  const row = await bring(await dueAfter(), fail(new Undeliverable('no such chat')))
  assert.deepEqual([row.attempts, row.error, row.failed], [1, 'no such chat', true])
})

// A bot whose token was refused on Friday evening lost everything of the weekend by half past seven.
for (const [what, attempts, days, failure, failed] of [
  ['many short waits on the first day', 500, 0, new RetryLater('401', 60_000), false],
  ['as many failures of a moment ago', 500, 0, new Error('down'), false],
  [
    'a first try that comes late, after days of a channel that was off',
    0,
    9,
    new Error('x'),
    false,
  ],
  ['one try less than the last', 78, 9, new Error('down'), false],
  ['the last try', 79, 3, new Error('down'), true],
  ['the last try, with a wait that is asked for', 79, 3, new RetryLater('401', 60_000), true],
] as const)
  test(`${what}: it is ${failed ? 'given up' : 'tried again'}`, async () => {
    const due = await dueAfter()
    const createdAt = new Date(Date.now() - days * DAY)
    const row = await bring({ ...due, attempts, createdAt }, fail(failure))
    assert.deepEqual([row.failed, row.delivered], [failed, false])
  })

test('who is told to stop writes down nothing: the next one brings it', async () => {
  const stop = new AbortController()
  const due = await dueAfter()
  const row = await bring(
    due,
    () => {
      stop.abort()
      return Promise.reject(new Error('aborted'))
    },
    stop.signal,
  )
  assert.deepEqual([row.attempts, row.error, row.failed], [0, null, false])
  assert.equal((await dueDeliveries(storage.db, channel, 1))[0]?.seq, due.seq)
})

test('what arrived just before the stop is written down: it does not come twice', async () => {
  const stop = new AbortController()
  const row = await bring(await dueAfter(), async () => stop.abort(), stop.signal)
  assert.equal(row.delivered, true)
})
