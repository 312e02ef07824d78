import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, beforeEach, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../../tests/peers/postgres.ts'
import {
  dueUpdates,
  keepReply,
  markBegun,
  markFailed,
  markHandled,
  storeUpdates,
  updateState,
} from './stored-updates.ts'

let storage: TestDatabase
before(async () => {
  const dir = join(import.meta.dirname, '../migrations')
  storage = await openTestDatabase([{ owner: 'telegram-bot', dir }])
})
after(() => storage.close())

const write = (id: number, chat: number, text = 'x') => ({
  update_id: id,
  message: { chat: { id: chat, type: 'private' }, text },
})
const press = (id: number, chat: number) => ({
  update_id: id,
  callback_query: {
    ...{ id: 'q', from: { id: chat }, data: 'run:a.py' },
    message: { chat: { id: chat, type: 'private' } },
  },
})

const store = (...updates: Parameters<typeof storeUpdates>[1]) => storeUpdates(storage.db, updates)
const due = async (kind: 'runs' | 'chats', busy: readonly string[] = [], limit = 9) =>
  (await dueUpdates(storage.db, kind, busy, limit)).map(({ id }) => id)

describe('updates that wait', () => {
  beforeEach(() => storage.db.pool.query('delete from telegram_bot.update'))

  test('the first of each chat is due, by number; what comes after it waits until it is done', async () => {
    await store(write(5, 1), write(3, 1), write(4, 2), write(6, 2))
    assert.deepEqual(await due('chats'), [3, 4])
    await markHandled(storage.db, 3)
    assert.deepEqual(await due('chats'), [4, 5])
    await markHandled(storage.db, 4)
    await markHandled(storage.db, 5)
    assert.deepEqual(await due('chats'), [6])
  })

  test('a script of a chat holds up none of its words, and other way round', async () => {
    await store(press(1, 7), write(2, 7), press(3, 7))
    assert.deepEqual([await due('runs'), await due('chats')], [[1], [2]])
    assert.deepEqual([await due('runs', ['run/7']), await due('chats', ['run/7'])], [[], [2]])
  })

  test('chats that are busy are passed over, and no more are taken than there are places', async () => {
    await store(...Array.from({ length: 6 }, (_, n) => write(n + 1, n + 1)))
    assert.deepEqual(await due('chats', ['chat/1', 'chat/3']), [2, 4, 5, 6])
    assert.deepEqual(await due('chats', ['chat/1'], 2), [2, 3])
    assert.deepEqual(await due('chats', [], 0), [])
  })

  test('one that failed waits longer each time, and keeps what is behind it in its chat waiting', async () => {
    await store(write(1, 1), write(2, 1), write(3, 2))
    const nowIs = async () => {
      const { rows } = await storage.db.pool.query<{ ms: number }>(
        'select extract(epoch from clock_timestamp())::float8 * 1000 as ms',
      )
      return rows[0]?.ms ?? 0
    }
    for (const [attempts, wait] of [
      [0, 300],
      [1, 600],
      [9, 153_600],
      [10, 307_200],
      [11, 307_200],
      [18, 307_200],
    ] as const) {
      const before = await nowIs()
      await markFailed(storage.db, { id: 1, attempts }, 'no answer')
      const { rows } = await storage.db.pool.query<{ ms: number }>(
        `select extract(epoch from next_try_at)::float8 * 1000 as ms
         from telegram_bot.update where update_id = 1`,
      )
      const next = rows[0]?.ms ?? 0
      assert.ok(before + wait <= next && next <= (await nowIs()) + wait, `${attempts}: ${wait}`)
    }
    assert.deepEqual(await due('chats'), [3])
  })

  test('at the twentieth failure an update is given up with its reason, and what waited behind it is due', async () => {
    await store(write(1, 1), write(2, 1))
    await markFailed(storage.db, { id: 1, attempts: 0 }, 'first', 0)
    await storage.db.pool.query('update telegram_bot.update set attempts = 19 where update_id = 1')
    await markFailed(storage.db, { id: 1, attempts: 19 }, 'Telegram answered 500', 0)
    assert.deepEqual(await due('chats'), [2])
    const { waiting, failedToday, lastHandled } = await updateState(storage.db)
    assert.deepEqual([waiting, failedToday, lastHandled], [1, 1, null])
    const { rows } = await storage.db.pool.query(
      'select last_error from telegram_bot.update where update_id = 1',
    )
    assert.deepEqual(rows, [{ last_error: 'Telegram answered 500' }])
  })

  test('the time for which Telegram asks is waited for, however often it was tried', async () => {
    await store(write(1, 1))
    await markFailed(storage.db, { id: 1, attempts: 15 }, 'Too Many Requests', 0)
    assert.deepEqual(await due('chats'), [1])
    await markFailed(storage.db, { id: 1, attempts: 16 }, 'Too Many Requests', 60_000)
    assert.deepEqual(await due('chats'), [])
  })

  test('an update that comes again, by many ways at the same moment, is what it was the first time', async () => {
    await store(write(1, 1, 'first'))
    await markHandled(storage.db, 1)
    await Promise.all(Array.from({ length: 8 }, () => store(write(1, 1, 'again'), write(2, 1))))
    const { rows } = await storage.db.pool.query<{ id: number; text: string }>(
      `select update_id as id, body -> 'message' ->> 'text' as text from telegram_bot.update order by 1`,
    )
    assert.deepEqual(rows, [
      { id: 1, text: 'first' },
      { id: 2, text: 'x' },
    ])
    assert.deepEqual(await due('chats'), [2])
  })

  test('that a run has begun, and what is to be answered, is told to who comes back to it', async () => {
    await store(press(1, 7))
    const told = async () =>
      (await dueUpdates(storage.db, 'runs', [], 9)).map(({ begun, reply }) => [begun, reply])
    assert.deepEqual(await told(), [[false, null]])
    await markBegun(storage.db, 1)
    assert.deepEqual(await told(), [[true, null]])
    await keepReply(storage.db, 1, 'It ran.')
    assert.deepEqual(await told(), [[true, 'It ran.']])
  })

  test('nothing to store is nothing, and what no chat said has a lane of its own', async () => {
    await store()
    await store({ update_id: 1, poll: {} }, { update_id: 2, poll: {} }, write(3, 1))
    assert.deepEqual(await due('chats'), [1, 3])
  })
})
