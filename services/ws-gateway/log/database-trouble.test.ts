import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectDatabase } from '#core/database/connect.ts'
import { createLog } from '#core/log.ts'
import { openTestDatabase } from '../../../tests/peers/postgres.ts'
import { databaseTrouble } from './database-trouble.ts'

test('a database that keeps silent is trouble, one that answers again is none, one that is gone says why', async (t) => {
  await using opened = new AsyncDisposableStack()
  const { target, close } = await openTestDatabase()
  opened.defer(close)
  const log = createLog('silent')
  const db = await connectDatabase({ target, log, applicationName: 'trouble', max: 1 })
  const trouble = databaseTrouble(db)
  assert.equal(await trouble(), undefined)

  const only = await db.pool.connect()
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const [first, second] = [trouble(), trouble()]
  t.mock.timers.tick(2000)
  assert.deepEqual(await Promise.all([first, second]), [
    'the database does not answer',
    'the database does not answer',
  ])
  assert.equal(db.pool.waitingCount, 1, 'one question for both')
  only.release()
  t.mock.timers.reset()
  assert.equal(await trouble(), undefined)

  await db.close()
  assert.match(String(await trouble()), /end/)
})
