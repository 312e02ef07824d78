import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPerson, suspendPerson } from '#core/identity/people.ts'
import { createLog } from '#core/log.ts'
import { listInbox } from '#core/notifications/inbox.ts'
import { openTestDatabase, type TestDatabase } from '../../../tests/peers/postgres.ts'
import { openFakeSandbox, says, type FakeSandbox } from '../../../tests/peers/script-sandbox.ts'
import { until } from '../../../tests/peers/until.ts'
import { openScriptFolders, type ScriptFolders } from '../workspace/script-folder.ts'
import { listRuns } from './run-records.ts'
import { sandboxClient } from './sandbox-client.ts'
import { startScheduler, type Scheduler } from './scheduler.ts'

let storage: TestDatabase
let homes: string
let folders: ScriptFolders
let sandbox: FakeSandbox
let scheduler: Scheduler
let slow = Promise.withResolvers<void>()

before(async () => {
  const dir = join(import.meta.dirname, '../migrations')
  storage = await openTestDatabase([{ owner: 'notify-runner', dir }])
  homes = await mkdtemp(join(tmpdir(), 'homes-'))
  folders = openScriptFolders(homes)
  sandbox = await openFakeSandbox(async ({ fileName }) => {
    if (fileName === 'slow.py') await slow.promise
    return fileName === 'broken.py' ? { status: 'failed', exitCode: 1 } : says({ title: fileName })
  })
  const { db, leases } = storage
  const deps = { db, folders, sandbox: sandboxClient(sandbox.address), log: createLog('silent') }
  scheduler = startScheduler(deps, { leases, parallel: 2, keepDays: 30, everyMs: 50 })
})
after(async () => {
  slow.resolve()
  await scheduler.close()
  await sandbox[Symbol.asyncDispose]()
  await storage.close()
  await rm(homes, { recursive: true })
})

async function person(email: string, ...names: string[]): Promise<string> {
  const { username } = await createPerson(storage.db, { email })
  for (const name of names) await folders.write(username, name, '# schedule: 0 0 1 1 *\n')
  await until(async () => (await known(username)) === names.length)
  return username
}

async function known(username: string): Promise<number> {
  const { rows } = await storage.db.pool.query(
    'select from notify_runner.script where username = $1',
    [username],
  )
  return rows.length
}

const makeDue = (username: string, name: string) =>
  storage.db.pool.query(
    `update notify_runner.script set next_run_at = now() where username = $1 and name = $2`,
    [username, name],
  )
const runsOf = (username: string, name: string) => listRuns(storage.db, username, { name })

test('weakness: cron and venv drift: what is due runs once, and is due again at its next time', async () => {
  const ann = await person('ann@acme.com', 'a.py')
  assert.equal((await runsOf(ann, 'a.py')).length, 0)
  await makeDue(ann, 'a.py')
  await until(async () => (await listInbox(storage.db, ann, { limit: 5 })).length === 1)
  await sleep(200)
  const runs = await runsOf(ann, 'a.py')
  assert.deepEqual(
    runs.map(({ status, trigger }) => [status, trigger]),
    [['notified', 'schedule']],
  )
})

test('weakness: cooldown is checked after the script ran: a script in its cooldown is not even run', async () => {
  const bob = await person('bob@acme.com', 'a.py')
  await makeDue(bob, 'a.py')
  await until(async () => (await runsOf(bob, 'a.py'))[0]?.status === 'notified')
  await sleep(100)
  await makeDue(bob, 'a.py')
  await sleep(300)
  assert.equal((await runsOf(bob, 'a.py')).length, 1)
})

test('weakness: runs may outlive the web worker: a slow script of one person holds up nobody else', async () => {
  const eve = await person('eve@acme.com', 'slow.py')
  const dan = await person('dan@acme.com', 'a.py')
  await makeDue(eve, 'slow.py')
  await until(async () => (await runsOf(eve, 'slow.py'))[0]?.status === 'running')
  await makeDue(dan, 'a.py')
  await until(async () => (await runsOf(dan, 'a.py'))[0]?.status === 'notified')
  assert.equal((await runsOf(eve, 'slow.py'))[0]?.status, 'running')
  slow.resolve()
  await until(async () => (await runsOf(eve, 'slow.py'))[0]?.status === 'notified')
  slow = Promise.withResolvers()
})

test('weakness: no failure notification to the owner: a script that crashes every time is told once, at the third time', async () => {
  const kim = await person('kim@acme.com', 'broken.py')
  for (let nth = 1; nth <= 4; nth += 1) {
    await until(async () => {
      const runs = await runsOf(kim, 'broken.py')
      // The end of a run sets its next time, which may come after ours.
      if (runs.length < nth) await makeDue(kim, 'broken.py')
      return runs.filter(({ finishedAt }) => finishedAt).length >= nth
    })
  }
  const inbox = await listInbox(storage.db, kim, { limit: 5 })
  assert.deepEqual(
    inbox.map(({ body }) => body.title),
    ['broken.py keeps failing'],
  )
})

test('nothing of a locked person runs', async () => {
  const lee = await person('lee@acme.com', 'a.py')
  const found = await storage.db.pool.query<{ id: string }>(
    `select id from core.person where username = $1`,
    [lee],
  )
  await suspendPerson(storage.db, found.rows[0]?.id ?? '')
  await makeDue(lee, 'a.py')
  await sleep(300)
  assert.equal((await runsOf(lee, 'a.py')).length, 0)
})

test('a script that is removed is forgotten, a changed schedule is taken over', async () => {
  const pat = await person('pat@acme.com', 'a.py', 'b.py')
  await folders.remove(pat, 'a.py')
  await until(async () => (await known(pat)) === 1)
  await folders.write(pat, 'b.py', '# schedule: manual\n')
  await until(async () => {
    const { rows } = await storage.db.pool.query<{ schedule: string }>(
      'select schedule from notify_runner.script where username = $1',
      [pat],
    )
    return rows[0]?.schedule === 'manual'
  })
})

test('a run whose process died is shown as interrupted', async () => {
  await storage.db.pool.query(
    `insert into notify_runner.run (username, name, trigger, seen_at)
     values ('gone', 'a.py', 'schedule', now() - interval '21 seconds')`,
  )
  await until(async () => (await runsOf('gone', 'a.py'))[0]?.status === 'interrupted')
})

test('weakness: logs never rotate: runs are forgotten after the days that they are kept', async () => {
  const { pool } = storage.db
  await pool.query(
    `insert into notify_runner.run (username, name, trigger, status, started_at)
     values ('tom', 'old.py', 'portal', 'quiet', now() - interval '31 days'),
            ('tom', 'new.py', 'portal', 'quiet', now() - interval '29 days')`,
  )
  await until(async () => (await listRuns(storage.db, 'tom')).length === 1)
  assert.equal((await listRuns(storage.db, 'tom'))[0]?.name, 'new.py')
})

test('after a moment without the database the scheduler goes on', async () => {
  const eve = await person('eve@example.com', 'again.py')
  const { pool } = storage.db
  await pool.query('alter table notify_runner.script rename to elsewhere')
  await until(async () => scheduler.state.error !== undefined)
  await pool.query('alter table notify_runner.elsewhere rename to script')
  await makeDue(eve, 'again.py')
  await until(async () => (await runsOf(eve, 'again.py'))[0]?.status === 'notified')
})

test('a folder that leads in a circle stops nobody else’s scripts, and is named where the health is asked for', async () => {
  const home = join(homes, 'loop/user')
  await mkdir(home, { recursive: true })
  await symlink('notifications', join(home, 'notifications'))
  await until(() => scheduler.state.closed.includes('loop'))
  const fay = await person('fay@acme.com', 'a.py')
  await makeDue(fay, 'a.py')
  await until(async () => (await runsOf(fay, 'a.py'))[0]?.status === 'notified')
  assert.equal(scheduler.state.error, undefined)
  await rm(join(homes, 'loop'), { recursive: true })
  await until(() => scheduler.state.closed.length === 0)
})
