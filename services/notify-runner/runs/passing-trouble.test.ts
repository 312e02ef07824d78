import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { listInbox } from '#core/notifications/inbox.ts'
import {
  NEVER_DUE,
  openScriptRunner,
  type ScriptRunner,
} from '../../../tests/peers/script-runner.ts'
import { openFakeSandbox, says } from '../../../tests/peers/script-sandbox.ts'
import { until } from '../../../tests/peers/until.ts'
import { listRuns } from './run-records.ts'
import { sandboxClient } from './sandbox-client.ts'
import { startScheduler } from './scheduler.ts'

let runner: ScriptRunner
let held = Promise.withResolvers<void>()
let busy = 0
before(async () => {
  runner = await openScriptRunner(async ({ fileName }) => {
    if (fileName === 'slow.py') await held.promise
    if (fileName === 'busy.py' && (busy -= 1) >= 0)
      return { httpStatus: 503, code: 'sandbox_busy', detail: 'Too many scripts wait to be run' }
    return says({})
  })
})
after(() => {
  held.resolve()
  return runner[Symbol.asyncDispose]()
})

function start(deps = runner.deps) {
  const { leases } = runner.storage
  const { close } = startScheduler(deps, { leases, parallel: 2, keepDays: 30, everyMs: 50 })
  return { close, [Symbol.asyncDispose]: close }
}

const statuses = async (username: string) =>
  (await listRuns(runner.deps.db, username)).map(({ status }) => status)
const isDue = async (username: string) =>
  (
    await runner.rows(
      'select from notify_runner.script where username = $1 and next_run_at <= now()',
      username,
    )
  ).length === 1

test('what was due while the sandbox was not there yet failed, and waited for its next day: it runs once it is there', async (t) => {
  const where = await mkdtemp(join(tmpdir(), 'sandbox-'))
  t.after(() => rm(where, { recursive: true, force: true }))
  const ann = await runner.person('ann', 'a.py')
  await using _scheduler = start({
    ...runner.deps,
    sandbox: sandboxClient(`unix:${join(where, 's.sock')}`),
  })
  await until(() => runner.makeDue(ann, 'a.py'))
  await sleep(300)
  assert.deepEqual(await statuses(ann), [])
  await using _sandbox = await openFakeSandbox(() => says({}), where)
  await until(async () => (await statuses(ann))[0] === 'notified')
})

test('a run that was stopped with the runner counted as a failure, and waited for its next day: it is due at once', async () => {
  const bob = await runner.person('bob', 'slow.py')
  const stopped = start()
  await until(() => runner.makeDue(bob, 'slow.py'))
  await until(async () => (await statuses(bob))[0] === 'running')
  await stopped.close()
  const [run] = await listRuns(runner.deps.db, bob)
  assert.deepEqual(
    [run?.status, run?.error],
    ['interrupted', 'the runner was stopped while it ran'],
  )
  assert.equal(await isDue(bob), true)
  held.resolve()
  await using _scheduler = start()
  await until(async () => (await statuses(bob))[0] === 'notified')
  held = Promise.withResolvers()
})

test('what the sandbox has no place for is tried again, and at the third time waits and is told', async () => {
  const cyd = await runner.person('cyd', 'busy.py')
  const titles = async () =>
    (await listInbox(runner.deps.db, cyd, { limit: 9 })).map(({ body }) => body.title)
  await using _scheduler = start()
  busy = 2
  await until(() => runner.makeDue(cyd, 'busy.py'))
  await until(async () => (await statuses(cyd))[0] === 'notified')
  assert.deepEqual(await statuses(cyd), ['notified', 'interrupted', 'interrupted'])
  assert.deepEqual(await titles(), ['T'])
  busy = 3
  await runner.rows('delete from notify_runner.told')
  await until(() => runner.makeDue(cyd, 'busy.py'))
  await until(async () => (await titles()).length === 2)
  await until(async () => !(await isDue(cyd)))
  assert.deepEqual((await titles())[0], 'busy.py keeps failing')
})

test('a schedule that was changed while the script ran was taken back by its end: it stays', async () => {
  const dan = await runner.person('dan', 'slow.py')
  await using _scheduler = start()
  await until(() => runner.makeDue(dan, 'slow.py'))
  await until(async () => (await statuses(dan))[0] === 'running')
  await runner.deps.folders.write(dan, 'slow.py', NEVER_DUE.replace('0 0 1 1 *', 'manual'))
  const known = () =>
    runner.rows<{ schedule: string; due: boolean }>(
      `select schedule, next_run_at < 'infinity' as due from notify_runner.script where username = $1`,
      dan,
    )
  await until(async () => (await known())[0]?.schedule === 'manual')
  held.resolve()
  await until(async () => (await statuses(dan))[0] === 'notified')
  await sleep(200)
  assert.deepEqual(await known(), [{ schedule: 'manual', due: false }])
})
