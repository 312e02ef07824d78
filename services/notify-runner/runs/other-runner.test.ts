import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Leases } from '#core/database/leases.ts'
import { openScriptRunner } from '../../../tests/peers/script-runner.ts'
import { says } from '../../../tests/peers/script-sandbox.ts'
import { until } from '../../../tests/peers/until.ts'
import { startScheduler } from './scheduler.ts'

const YEAR_MS = 366 * 86_400_000

test('who gave place to another runner went on to tell its old trouble, and trusted what that one’s clock had written', async () => {
  await using runner = await openScriptRunner(() => says({}))
  let held = new AbortController()
  let whose: 'ours' | 'theirs' | 'nobody knows' = 'ours'
  const acquire: Leases['acquire'] = async () => {
    if (whose === 'nobody knows') throw new Error('no database')
    return whose === 'ours' ? { signal: held.signal, release: async () => undefined } : undefined
  }
  const leases = { ...runner.storage.leases, acquire }
  const ann = await runner.person('ann', 'a.py')
  const next = async () => {
    const sql = 'select next_run_at as next from notify_runner.script where username = $1'
    return (await runner.rows<{ next: Date }>(sql, ann))[0]?.next
  }
  const options = { leases, parallel: 2, keepDays: 30, everyMs: 20 }
  const { state, close } = startScheduler(runner.deps, options)
  await using _scheduler = { [Symbol.asyncDispose]: close }
  await until(next)

  whose = 'nobody knows'
  held.abort()
  await until(() => state.error === 'no database')
  whose = 'theirs'
  await until(() => state.error === undefined)
  assert.equal(state.scripts, 0)

  await runner.rows(`update notify_runner.script set next_run_at = now() + interval '10 years'`)
  held = new AbortController()
  whose = 'ours'
  await until(async () => Number(await next()) < Date.now() + YEAR_MS)
})
