import assert from 'node:assert/strict'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { NotFound } from '#core/errors.ts'
import {
  NEVER_DUE,
  openScriptRunner,
  type ScriptRunner,
} from '../../../tests/peers/script-runner.ts'
import { says } from '../../../tests/peers/script-sandbox.ts'
import { until } from '../../../tests/peers/until.ts'
import { listScripts } from '../routes/script-list.ts'
import { noteScripts } from './note-scripts.ts'
import { isPaused, setPaused } from './paused.ts'
import { listRuns } from './run-records.ts'
import { runScript } from './run-script.ts'
import { startScheduler } from './scheduler.ts'

let runner: ScriptRunner
before(async () => {
  runner = await openScriptRunner(() => says({ cooldown: '0m' }))
})
after(() => runner[Symbol.asyncDispose]())

const look = () => noteScripts(runner.deps, false)
const pause = (username: string, name = 'a.py') => setPaused(runner.deps, { username, name }, true)
const resume = (username: string, name = 'a.py') =>
  setPaused(runner.deps, { username, name }, false)
const paused = (username: string) => isPaused(runner.deps.db, username, 'a.py')
const known = (username: string) =>
  runner.rows<{ due: boolean; failures: number }>(
    `select next_run_at <= now() as due, failures from notify_runner.script where username = $1`,
    username,
  )

test('a paused script is not run on schedule and by hand it is; what was due meanwhile is not made up for', async () => {
  const { deps, storage } = runner
  const [ann, bob] = [await runner.person('ann', 'a.py'), await runner.person('bob', 'b.py')]
  await look()
  await pause(ann)
  await runner.makeDue(ann, 'a.py')
  const options = { leases: storage.leases, parallel: 2, keepDays: 30, everyMs: 20 }
  const scheduler = startScheduler(deps, options)
  try {
    // Each round of the scheduler comes by both: when the other one has run twice, this one was passed over.
    for (const runs of [1, 2]) {
      await until(async () => {
        await runner.makeDue(bob, 'b.py')
        return (await listRuns(deps.db, bob)).length >= runs
      })
    }
    assert.deepEqual(await listRuns(deps.db, ann), [])
    const run = { username: ann, name: 'a.py', trigger: 'portal' } as const
    assert.equal((await runScript(deps, run, AbortSignal.timeout(60_000))).status, 'notified')
    await resume(ann)
    assert.deepEqual(await known(ann), [{ due: false, failures: 0 }])
    await runner.makeDue(ann, 'a.py')
    await until(async () => (await listRuns(deps.db, ann))[0]?.trigger === 'schedule')
  } finally {
    await scheduler.close()
  }
})

test('a script that was written a moment ago is paused before it ever runs, and has its schedule when it is resumed', async () => {
  const cyd = await runner.person('cyd', 'a.py')
  await pause(cyd)
  await look()
  const [script] = await listScripts(runner.deps, cyd)
  assert.deepEqual([script?.paused, script?.nextRunAt], [true, undefined])
  await resume(cyd)
  const [resumed] = await listScripts(runner.deps, cyd)
  assert.equal(resumed?.paused, false)
  assert.equal(resumed.nextRunAt?.toISOString().slice(4, 16), '-01-01T00:00')
})

test('it stays paused when it is changed, cannot be read or is not mounted for a moment', async () => {
  const { deps, homes } = runner
  const dan = await runner.person('dan', 'a.py')
  await look()
  await pause(dan)
  await deps.folders.write(dan, 'a.py', '# schedule: */5 * * * *\n')
  await look()
  assert.equal(await paused(dan), true, 'changed')
  await rename(join(homes, dan), `${homes}-${dan}`)
  await look()
  await rename(`${homes}-${dan}`, join(homes, dan))
  await look()
  assert.equal(await paused(dan), true, 'mounted again')
})

test('with a script that is removed goes its pause: another one of its name runs', async () => {
  const { deps } = runner
  const eve = await runner.person('eve', 'a.py')
  await pause(eve)
  await deps.folders.remove(eve, 'a.py')
  await look()
  await deps.folders.write(eve, 'a.py', NEVER_DUE)
  await look()
  assert.equal(await paused(eve), false)
})

test('what is so already stays as it is: who resumes what is not paused takes no time from it', async () => {
  const fay = await runner.person('fay', 'a.py')
  await look()
  await runner.makeDue(fay, 'a.py')
  await runner.rows('update notify_runner.script set failures = 2 where username = $1', fay)
  await resume(fay)
  assert.deepEqual(await known(fay), [{ due: true, failures: 2 }])
  await pause(fay)
  await resume(fay)
  assert.deepEqual(await known(fay), [{ due: false, failures: 0 }])
})

test('a script that there is not cannot be paused, and nothing of it is kept', async () => {
  const gus = await runner.person('gus', 'a.py')
  await assert.rejects(pause(gus, 'none.py'), NotFound)
  assert.deepEqual(await known(gus), [])
})
