import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import { test } from 'node:test'
import { createLog } from '#core/log.ts'
import type { LogEntry } from '#core/notifications/log.ts'
import { postNotifications } from '#core/notifications/post-notifications.ts'
import { openTestDatabase } from '../../../tests/peers/postgres.ts'
import { until } from '../../../tests/peers/until.ts'
import { followLog } from './follow-log.ts'

/** A follower of a log of its own that hears of lines by `stored` alone; `told` has those of each turn, in order. */
async function openFollower(opened: AsyncDisposableStack) {
  const { db, close } = await openTestDatabase()
  opened.defer(close)
  let tell: (payload?: string) => void = assert.fail
  const events = {
    listen: async (_: string, listener: typeof tell) => {
      tell = listener
      return async () => undefined
    },
  }
  const told: (readonly number[])[] = []
  const handOn = (entries: readonly LogEntry[]) => void told.push(entries.map(({ seq }) => seq))
  const follower = await followLog(
    { db, events, log: createLog('silent') },
    { handOn, busy: () => true },
  )
  opened.defer(() => follower.close())
  const letter = { username: 'ann', body: '{"title":"T"}' }
  /** Puts so many lines into the log. */
  const store = async (count: number): Promise<readonly LogEntry[]> => {
    const posted = await postNotifications(db, Array<typeof letter>(count).fill(letter))
    return posted.map(({ seq, id }) => ({ seq, id, ...letter }))
  }
  /** The connection that tells of events is back. */
  const reconnected = () => tell(undefined)
  return { follower, told, store, reconnected }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, nth) => from + nth)

/** Lines of our own as they are before the database tells of them. */
const lines = (from: number, to: number): readonly LogEntry[] =>
  numbers(from, to).map((seq) => ({ seq, id: `${seq}`, username: 'ann', body: '{}' }))

test('a large batch is told in turns, between which others are heard, and its lines keep their order', async () => {
  await using opened = new AsyncDisposableStack()
  const { follower, told } = await openFollower(opened)
  follower.stored(lines(1, 100))
  follower.stored(lines(101, 110))
  assert.deepEqual([told, follower.position], [[], 0])
  for (let turn = 1; turn <= 4; turn += 1) {
    await setImmediate()
    assert.equal(told.length, turn)
    assert.equal(follower.position, told.flat().at(-1))
  }
  assert.deepEqual(told.flat(), numbers(1, 110))
})

test('few lines are told at once', async () => {
  await using opened = new AsyncDisposableStack()
  const { follower, told } = await openFollower(opened)
  follower.stored(lines(1, 2))
  follower.stored(lines(3, 3))
  assert.deepEqual([told, follower.position], [[[1, 2], [3]], 3])
})

test('who stores faster than can be told waits: no more than a thousand lines are kept', async () => {
  await using opened = new AsyncDisposableStack()
  const { follower, told } = await openFollower(opened)
  follower.stored(lines(1, 900))
  assert.equal(told.flat().length, 0)
  follower.stored(lines(901, 1900))
  assert.ok(told.flat().length >= 900)
  follower.flush()
  await setImmediate()
  assert.deepEqual(told.flat(), numbers(1, 1900))
})

test('lines of another process among our own come in their place, each once', async () => {
  await using opened = new AsyncDisposableStack()
  const { follower, told, store } = await openFollower(opened)
  const first = await store(100)
  await store(50)
  const last = await store(100)
  follower.stored(first)
  follower.stored(last)
  await until(() => follower.position === 250)
  assert.deepEqual(told.flat(), numbers(1, 250))
})

for (const count of [3, 40, 1100])
  test(`of ${count} lines that cannot be told now each is read from the log again, none is lost`, async () => {
    await using opened = new AsyncDisposableStack()
    const { follower, told, store } = await openFollower(opened)
    const ours = await store(count)
    let failures = 1
    const push = told.push.bind(told)
    told.push = (...turns) => {
      if (failures-- > 0) throw new Error('a frame that cannot be made')
      return push(...turns)
    }
    follower.stored(ours)
    await until(() => follower.position === count)
    assert.deepEqual(told.flat(), numbers(1, count))
  })

test('a log that grows while its head is asked for after a break is not told twice', async () => {
  await using opened = new AsyncDisposableStack()
  const { follower, told, store, reconnected } = await openFollower(opened)
  reconnected()
  follower.stored(lines(1, 20))
  follower.flush()
  await until(() => follower.position === 20)
  const ours = await store(30)
  reconnected()
  follower.stored(ours.slice(20))
  await until(() => follower.position === 30)
  await setImmediate()
  assert.deepEqual(told.flat(), numbers(1, 30))
})
