import assert from 'node:assert/strict'
import { rename, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openScriptRunner, type ScriptRunner } from '../../../tests/peers/script-runner.ts'
import { says } from '../../../tests/peers/script-sandbox.ts'
import { listScripts } from '../routes/script-list.ts'
import { forgetScript } from './forget-script.ts'
import { noteScripts } from './note-scripts.ts'
import { beginRun, listRuns } from './run-records.ts'
import { runScript, type RunResult } from './run-script.ts'
import { isQuietNow } from './told.ts'

let runner: ScriptRunner
before(async () => {
  runner = await openScriptRunner(({ fileName }) =>
    fileName.startsWith('bad') ? { status: 'failed', exitCode: 1 } : says({ cooldown: '5d' }),
  )
})
after(() => runner[Symbol.asyncDispose]())

const look = () => noteScripts(runner.deps, false)
const run = (username: string, name: string): Promise<RunResult> =>
  runScript(runner.deps, { username, name, trigger: 'schedule' }, AbortSignal.timeout(60_000))
const leftOf = (username: string) =>
  runner.rows<{ kept: string }>(
    `select 'script ' || name as kept from notify_runner.script where username = $1
     union all select 'told ' || name from notify_runner.told where username = $1
     union all select 'run ' || name from notify_runner.run where username = $1`,
    username,
  )

test('the cooldown and the last run of a removed script were those of a new one of its name: it begins with nothing', async () => {
  const { deps } = runner
  const ann = await runner.person('ann', 'alert.py', 'other.py')
  await look()
  assert.deepEqual(
    [(await run(ann, 'alert.py')).status, (await run(ann, 'other.py')).status],
    ['notified', 'notified'],
  )
  await deps.folders.remove(ann, 'alert.py')
  await look()
  await deps.folders.write(ann, 'alert.py', '# schedule: 0 0 1 1 *\n# another one\n')
  await look()
  assert.deepEqual(await listRuns(deps.db, ann, { name: 'alert.py' }), [])
  const [first] = await listScripts(deps, ann)
  assert.deepEqual([first?.name, first?.lastRun], ['alert.py', undefined])
  assert.equal(await isQuietNow(deps.db, ann, 'alert.py'), false)
  assert.equal((await run(ann, 'alert.py')).status, 'notified')
  assert.equal((await run(ann, 'other.py')).status, 'cooldown', 'nothing else was forgotten')
})

test('failures of a removed script do not count for a new one of its name', async () => {
  const { deps } = runner
  const bob = await runner.person('bob', 'bad.py')
  await look()
  await runner.rows('update notify_runner.script set failures = 2 where username = $1', bob)
  await forgetScript(deps.db, bob, 'bad.py')
  await look()
  assert.deepEqual(
    await runner.rows('select failures from notify_runner.script where username = $1', bob),
    [{ failures: 0 }],
  )
})

test('a script that is removed while it runs ends its run, and what it told is forgotten by the next look', async () => {
  const { deps } = runner
  const cy = await runner.person('cy', 'slow.py')
  await look()
  const running = await beginRun(deps.db, { username: cy, name: 'slow.py', trigger: 'portal' })
  await deps.folders.remove(cy, 'slow.py')
  await forgetScript(deps.db, cy, 'slow.py')
  assert.deepEqual(
    (await listRuns(deps.db, cy)).map(({ id, status }) => [id, status]),
    [[running, 'running']],
  )
  await runner.rows(
    `insert into notify_runner.told values ($1, 'slow.py', '', now(), now() + interval '5 days')`,
    cy,
  )
  await runner.rows(`update notify_runner.run set status = 'quiet' where id = $1`, running)
  await look()
  assert.deepEqual(await leftOf(cy), [])
})

test('a home that is not mounted for a moment forgets no cooldown, and nothing of it is run meanwhile', async () => {
  const { homes } = runner
  const dan = await runner.person('dan', 'alert.py')
  await look()
  await run(dan, 'alert.py')
  await rename(join(homes, dan), `${homes}-${dan}`)
  await look()
  assert.deepEqual(
    (await leftOf(dan)).map(({ kept }) => kept),
    ['told alert.py', 'run alert.py'],
  )
  await rename(`${homes}-${dan}`, join(homes, dan))
  await look()
  assert.equal((await run(dan, 'alert.py')).status, 'cooldown')
})

test('a folder that cannot be read for a moment forgets nothing, nor does a script that is too large', async () => {
  const { deps, homes } = runner
  const eve = await runner.person('eve', 'alert.py')
  await look()
  await run(eve, 'alert.py')
  const folder = join(homes, eve, 'user/notifications')
  await rename(folder, `${folder}-away`)
  await symlink(`${folder}-away`, folder)
  assert.deepEqual((await look()).closed, [eve])
  await unlink(folder)
  await rename(`${folder}-away`, folder)
  await writeFile(join(folder, 'alert.py'), 'x'.repeat(300 * 1024))
  await look()
  assert.deepEqual(
    (await leftOf(eve)).map(({ kept }) => kept),
    ['told alert.py', 'run alert.py'],
    'it is not run, and what it told is still told',
  )
  await deps.folders.write(eve, 'alert.py', '# schedule: 0 0 1 1 *\n')
  await look()
  assert.equal((await run(eve, 'alert.py')).status, 'cooldown')
})

test('what is forgotten of one person is kept of another, whose script has the same name', async () => {
  const { deps } = runner
  const [fay, gus] = [await runner.person('fay', 'a.py'), await runner.person('gus', 'a.py')]
  await look()
  await run(fay, 'a.py')
  await run(gus, 'a.py')
  await forgetScript(deps.db, fay, 'a.py')
  assert.deepEqual(await leftOf(fay), [])
  assert.equal((await leftOf(gus)).length, 3)
})
