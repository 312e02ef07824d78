import assert from 'node:assert/strict'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import type { WebSocket } from 'ws'
import { inboxHead } from '#core/notifications/inbox.ts'
import { postNotifications } from '#core/notifications/post-notifications.ts'
import { openTestDatabase } from '../../../tests/peers/postgres.ts'
import { Connection } from '../connections/connection.ts'
import { createAsk } from './ask-database.ts'

const migrations = join(import.meta.dirname, '../migrations')

/** A body that is so large. */
const body = (nth: number, size: number) => `{"title":"${nth}","data":"${'x'.repeat(size)}"}`

// Each of those asked about at once may have missed so much that all of it together filled the memory.
test('who missed little and who missed much come back together, each with all that a person may get', async (t) => {
  const storage = await openTestDatabase([{ owner: 'ws-gateway', dir: migrations }])
  t.after(() => storage.close())
  const cursor = await inboxHead(storage.db)
  const missed = {
    little: [1],
    much: [300_000, 300_000, 300_000],
    'too much': Array<number>(6).fill(1.6e6),
  }
  for (const [username, sizes] of Object.entries(missed)) {
    for (const [nth, size] of sizes.entries()) {
      await postNotifications(storage.db, [{ username, body: body(nth, size) }])
    }
  }
  const until = await inboxHead(storage.db)
  const ask = createAsk(storage.db)

  const answers = await Promise.all(
    Object.keys(missed).map((username) => {
      // Of the two ends of a connection nothing is used here.
      const connection = new Connection(new Writable() as never, {} as WebSocket, '')
      connection.token = { sub: username, exp: Infinity }
      connection.modern = true
      return ask({ connection, cursor, until })
    }),
  )

  const told = answers.map(({ replay }) => [replay?.entries.length, replay?.gap, replay?.unread])
  assert.deepEqual(told, [
    [1, false, 1],
    [3, false, 3],
    [5, true, 6],
  ])
})
