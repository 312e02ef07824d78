import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openTestDatabase } from '../../../tests/peers/postgres.ts'
import { until } from '../../../tests/peers/until.ts'
import { keepPruned } from './stored-updates.ts'

test('what people wrote goes when it is answered and old, for as long as the bot runs', async (t) => {
  const dir = join(import.meta.dirname, '../migrations')
  const { db, close } = await openTestDatabase([{ owner: 'telegram-bot', dir }])
  t.after(close)
  const ids = async () => {
    const { rows } = await db.pool.query<{ id: number }>(
      'select update_id as id from telegram_bot.update order by 1',
    )
    return rows.map(({ id }) => id)
  }
  const add = (id: number, age: string, more: string) =>
    db.pool.query(
      `insert into telegram_bot.update (update_id, lane, body, received_at${more && `, ${more}`})
       values ($1, 'none', '{}', now() - $2::interval${more && ', now()'})`,
      [id, age],
    )
  await add(1, '15 days', 'handled_at')
  await add(2, '15 days', 'failed_at')
  await add(3, '15 days', '')
  await add(4, '13 days', 'handled_at')
  const stopping = new AbortController()
  const pruning = keepPruned(db, { days: 14, everyMs: 5 }, stopping.signal)
  await until(async () => (await ids()).length === 2)
  await add(5, '20 days', 'handled_at')
  await until(async () => (await ids()).length === 2)
  assert.deepEqual(await ids(), [3, 4], 'what waits, and what is new, stays')
  stopping.abort()
  await pruning
})
