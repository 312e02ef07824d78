import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { TelegramApiError } from 'node-telegram-bot-api'
import { claimDeliveries } from '#core/notifications/claim-deliveries.ts'
import { markRetry } from '#core/notifications/deliveries.ts'
import { notify } from '#core/notifications/notify.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { botHealth } from './bot-health.ts'
import { failureOf } from './telegram/failure.ts'
import { markFailed, markHandled, storeUpdates } from './updates/stored-updates.ts'

let storage: TestDatabase
before(async () => {
  const dir = join(import.meta.dirname, 'migrations')
  storage = await openTestDatabase([{ owner: 'telegram-bot', dir }])
})
after(() => storage.close())

const health = (code?: number, description = 'x') =>
  botHealth(storage.db, 'telegram-bot', {
    ...(code !== undefined && { problem: failureOf(new TelegramApiError(code, description)) }),
  })
const update = (id: number) => ({ update_id: id, message: { chat: { id, type: 'private' } } })

test('a bot that has nothing to do is well, and has no last work', async () => {
  assert.deepEqual(await health(), { status: 'ok' })
})

for (const [code, status, remedy] of [
  [401, 'failed', /401.*@BotFather, set TELEGRAM_BOT_TOKEN/],
  [404, 'failed', /404.*@BotFather/],
  [409, 'degraded', /409.*stop it, or give this stack a bot of its own/],
  [429, 'degraded', /^Telegram answered .*429[^.]*\.$/],
  [502, 'degraded', /^Telegram answered .*502[^.]*\.$/],
] as const)
  test(`a bot that Telegram answers ${code} is ${status}, with what can be done about it`, async () => {
    const found = await health(code)
    assert.equal(found.status, status)
    assert.match(found.detail ?? '', remedy)
  })

test('a notification that waits is told with the reason why it has not arrived', async () => {
  await claimDeliveries(storage.db, 'telegram-bot', async (usernames) => usernames)
  const { seq } = await notify(storage.db, 'ann', { title: 'x' })
  await claimDeliveries(storage.db, 'telegram-bot', async (usernames) => usernames)
  assert.deepEqual(await health(), { status: 'ok', detail: '1 notification waits' })
  const error = 'Telegram answered 502: Bad Gateway'
  await markRetry(storage.db, 'telegram-bot', seq, { error, afterMs: 1000 })
  assert.equal((await health()).detail, `1 notification waits: ${error}`)
  await storage.db.pool.query('delete from core.notification')
})

test('what waits and what was given up is told by number, with the last time that anything was done', async () => {
  await storeUpdates(storage.db, [1, 2, 3, 4].map(update))
  assert.deepEqual(await health(), { status: 'ok', detail: '4 messages of people wait' })
  await markHandled(storage.db, 1)
  const { lastWork, ...waiting } = await health()
  assert.deepEqual(waiting, { status: 'ok', detail: '3 messages of people wait' })
  assert.ok(lastWork)
  await markFailed(storage.db, { id: 2, attempts: 19 }, 'no')
  await storage.db.pool.query(
    'update telegram_bot.update set failed_at = now() where update_id = 2',
  )
  const { status, detail } = await health()
  assert.deepEqual(
    [status, detail],
    ['degraded', '2 messages of people wait, 1 not answered today'],
  )
  await storage.db.pool.query(
    `update telegram_bot.update set failed_at = now() - interval '25 hours' where update_id = 2`,
  )
  assert.equal((await health()).status, 'ok', 'yesterday is over')
})
