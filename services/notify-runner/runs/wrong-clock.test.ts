import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openScriptRunner, type ScriptRunner } from '../../../tests/peers/script-runner.ts'
import { says } from '../../../tests/peers/script-sandbox.ts'
import { until } from '../../../tests/peers/until.ts'
import { beginRun, endInterrupted, listRuns } from './run-records.ts'
import { runScript } from './run-script.ts'
import { startScheduler } from './scheduler.ts'
import { isQuietNow } from './told.ts'

let runner: ScriptRunner
const held = Promise.withResolvers<void>()
before(async () => {
  runner = await openScriptRunner(async ({ fileName }) => {
    if (fileName === 'slow.py') await held.promise
    return says({ cooldown: '1h' })
  })
})
after(() => {
  held.resolve()
  return runner[Symbol.asyncDispose]()
})

const schedulerOf = ({ deps, storage: { leases } }: ScriptRunner, everyMs = 50) =>
  startScheduler(deps, { leases, parallel: 2, keepDays: 30, everyMs })

test('an alert that was told while the clock ran ten years ahead was silent for ten years: it is told again', async () => {
  const { deps } = runner
  const ann = await runner.person('ann', 'a.py')
  await runner.rows(
    `insert into notify_runner.told values ($1, 'a.py', '', now() + interval '10 years', now() + interval '10 years 1 hour')`,
    ann,
  )
  assert.equal(await isQuietNow(deps.db, ann, 'a.py'), false)
  const run = { username: ann, name: 'a.py', trigger: 'schedule' } as const
  const signal = AbortSignal.timeout(60_000)
  assert.equal((await runScript(deps, run, signal)).status, 'notified')
  assert.equal(await isQuietNow(deps.db, ann, 'a.py'), true)
  assert.equal((await runScript(deps, run, signal)).status, 'cooldown')
})

test('a run that was killed while the clock ran ahead held up its person until that time: it is over', async () => {
  const { deps } = runner
  const bob = await runner.person('bob', 'a.py')
  const [going, killed] = [
    await beginRun(deps.db, { username: 'somebody', name: 'a.py', trigger: 'portal' }),
    await beginRun(deps.db, { username: bob, name: 'a.py', trigger: 'portal' }),
  ]
  await runner.rows(
    `update notify_runner.run set seen_at = now() + interval '10 years' where id = $1`,
    killed,
  )
  assert.equal(await endInterrupted(deps.db), 1)
  assert.equal((await listRuns(deps.db, bob))[0]?.status, 'interrupted')
  assert.deepEqual(
    (await listRuns(deps.db, 'somebody')).map(({ id, status }) => [id, status]),
    [[going, 'running']],
  )
  await beginRun(deps.db, { username: bob, name: 'a.py', trigger: 'portal' })
})

test('a script whose next time was reckoned by a clock that ran ahead is due again when its schedule says so', async () => {
  const { deps } = runner
  const cy = await runner.person('cy', 'hourly.py', 'by-hand.py', 'later.py')
  await deps.folders.write(cy, 'hourly.py', '# schedule: 0 * * * *\n')
  await deps.folders.write(cy, 'by-hand.py', '# schedule: manual\n')
  const first = schedulerOf(runner)
  await until(() => first.state.lookedAt !== undefined)
  await first.close()
  const times = () =>
    runner.rows<{ name: string; at: string }>(
      `select name, next_run_at::text as at from notify_runner.script where username = $1 order by name`,
      cy,
    )
  const before = await times()
  assert.equal(before[0]?.at, 'infinity')
  await runner.rows(
    `update notify_runner.script set next_run_at = next_run_at + interval '10 years'
     where username = $1 and name = 'hourly.py'`,
    cy,
  )
  const second = schedulerOf(runner)
  await until(() => second.state.lookedAt !== undefined)
  await second.close()
  assert.deepEqual(await times(), before)
})

test('a script that waited for a run by hand was looked for without a pause: the scheduler rests meanwhile', async (t) => {
  const { deps } = runner
  const dan = await runner.person('dan', 'slow.py', 'a.py')
  let looks = 0
  const folders = {
    ...deps.folders,
    people: () => {
      looks += 1
      return deps.folders.people()
    },
  }
  const scheduler = schedulerOf({ ...runner, deps: { ...deps, folders } }, 500)
  t.after(() => (held.resolve(), scheduler.close()))
  await until(() => scheduler.state.scripts > 0)
  const byHand = { username: dan, name: 'slow.py', trigger: 'portal' } as const
  const running = runScript(deps, byHand, AbortSignal.timeout(60_000))
  await until(async () => (await listRuns(deps.db, dan))[0]?.status === 'running')
  await until(() => runner.makeDue(dan, 'a.py'))
  looks = 0
  await sleep(1500)
  // It was some hundreds.
  assert.ok(looks <= 4, `${looks} looks`)
  assert.equal((await listRuns(deps.db, dan, { name: 'a.py' })).length, 0)
  held.resolve()
  await running
  await until(
    async () => (await listRuns(deps.db, dan, { name: 'a.py' }))[0]?.status === 'notified',
  )
})
