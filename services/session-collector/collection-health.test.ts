import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestDatabase } from '../../tests/peers/postgres.ts'
import { collectionHealth } from './collection-health.ts'

test('exit code always 0, and not part of /health (of the original): a collection that failed is shown there with its error', async (t) => {
  const { db, close } = await openTestDatabase([])
  t.after(close)
  assert.match((await collectionHealth(db)).detail ?? '', /nothing was collected yet/)
  const end = (status: string, error: string | null) =>
    db.pool.query(
      `insert into core.job (name, status, error, started_at, last_work_at, last_work)
       values ('session-collector', $1, $2, now(), now(), '3 new, 1 refused')
       on conflict (name) do update set status = $1, error = $2,
         last_work_at = excluded.last_work_at, last_work = excluded.last_work`,
      [status, error],
    )
  await db.pool.query(
    `insert into core.job (name, status, error, started_at)
     values ('session-collector', 'failed', 'no homes', now())`,
  )
  assert.deepEqual(await collectionHealth(db), { status: 'degraded', detail: 'no homes' })
  await end('ok', null)
  const good = await collectionHealth(db)
  assert.deepEqual([good.status, good.detail], ['ok', '3 new, 1 refused'])
  await end('failed', 'the folder of homes cannot be read')
  const bad = await collectionHealth(db)
  assert.deepEqual([bad.status, bad.detail], ['degraded', 'the folder of homes cannot be read'])
})
