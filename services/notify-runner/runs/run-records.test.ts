import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { listInbox } from '#core/notifications/inbox.ts'
import { openTestDatabase, type TestDatabase } from '../../../tests/peers/postgres.ts'
import { countFailure } from './failures.ts'
import { beginRun, endInterrupted, endRun, forgetRuns, listRuns } from './run-records.ts'
import { isQuietNow, mayTell, rememberTold } from './told.ts'

let storage: TestDatabase
before(async () => {
  const dir = join(import.meta.dirname, '../migrations')
  storage = await openTestDatabase([{ owner: 'notify-runner', dir }])
})
after(() => storage.close())

const HOUR = 3_600_000

const begin = (username: string, name = 'a.py') =>
  beginRun(storage.db, { username, name, trigger: 'portal' })
const newest = async (username: string) => (await listRuns(storage.db, username, { limit: 1 }))[0]

test('of many who begin a run of one person at the same moment one does, and others are not held up', async () => {
  const tries = [...Array.from({ length: 12 }, () => begin('crowd')), begin('other')]
  const began = await Promise.allSettled(tries)
  const ids = began.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  assert.equal(ids.length, 2)
  for (const one of began)
    if (one.status === 'rejected')
      assert.deepEqual([one.reason.code, one.reason.status], ['script_running', 409])
  await endRun(storage.db, (await newest('crowd'))?.id ?? 0, { status: 'quiet' })
  assert.ok(await begin('crowd'))
})

test('how a run ended is kept as it was told, without what no database keeps', async () => {
  const id = await begin('ender')
  const running = await newest('ender')
  assert.deepEqual(
    [running?.status, running?.finishedAt, running?.durationMs],
    ['running', null, null],
  )
  await endRun(storage.db, id, {
    ...{ status: 'failed', durationMs: 1234.6, exitCode: 3, remedy: undefined },
    ...{ stdout: 'a\0b', stderr: '\ud83d\0', error: 'no\0\0' },
  })
  const { startedAt, finishedAt, ...run } = (await newest('ender')) ?? {
    startedAt: 0,
    finishedAt: 0,
  }
  assert.ok(startedAt && finishedAt && finishedAt >= startedAt)
  assert.deepEqual(run, {
    ...{ id, name: 'a.py', trigger: 'portal', status: 'failed', durationMs: 1235, exitCode: 3 },
    ...{ stdout: 'ab', stderr: '\ufffd', error: 'no', remedy: null },
  })
})

test('a run that nobody speaks for is over after twenty seconds, one that is spoken for is not', async () => {
  for (const username of ['lost', 'slow', 'ahead']) await begin(username)
  await storage.db.pool.query(
    `update notify_runner.run set seen_at = now() + seen.since
     from (values ('lost', interval '-21 seconds'), ('slow', '15 seconds'), ('ahead', '1 hour'))
       as seen (username, since)
     where run.username = seen.username`,
  )
  assert.equal(await endInterrupted(storage.db), 2)
  const statuses = await Promise.all(['lost', 'slow', 'ahead'].map(newest))
  assert.deepEqual(
    statuses.map((run) => [run?.status, run?.error]),
    [
      ['interrupted', 'the runner stopped while it ran'],
      ['running', null],
      ['interrupted', 'the runner stopped while it ran'],
    ],
  )
})

test('runs are told newest first, of one script or of all, of their person alone', async () => {
  const ids: number[] = []
  for (const name of ['a.py', 'b.py', 'a.py']) {
    const id = await begin('lister', name)
    await endRun(storage.db, id, { status: 'quiet' })
    ids.push(id)
  }
  const told = async (more?: { name?: string; limit?: number }) =>
    (await listRuns(storage.db, 'lister', more)).map(({ id }) => ids.indexOf(id))
  assert.deepEqual(await told(), [2, 1, 0])
  assert.deepEqual(await told({ name: 'a.py' }), [2, 0])
  assert.deepEqual(await told({ limit: 1 }), [2])
  assert.deepEqual(await told({ name: "' or true --" }), [])
  assert.deepEqual(await listRuns(storage.db, 'lister2'), [])
})

test('old runs are forgotten by the day, younger ones are kept', async () => {
  for (const age of ['8 days', '6 days', '0']) {
    const id = await begin('old', `${age}.py`)
    await endRun(storage.db, id, { status: 'quiet' })
    await storage.db.pool.query(
      'update notify_runner.run set started_at = now() - $2::interval where id = $1',
      [id, age],
    )
  }
  await forgetRuns(storage.db, 7)
  const kept = await listRuns(storage.db, 'old')
  assert.deepEqual(
    kept.map(({ name }) => name),
    ['0.py', '6 days.py'],
  )
})

test('an alert is quiet for its cooldown and no longer, each key for itself, and for its person and script alone', async () => {
  const alert = { username: 'told', name: 'a.py', key: 'east' }
  const may = (over = {}) => mayTell(storage.db, { ...alert, ...over })
  assert.equal(await may(), true)
  await rememberTold(storage.db, alert, HOUR)
  assert.equal(await may(), false)
  for (const other of [{ key: 'west' }, { key: '' }, { name: 'b.py' }, { username: 'told2' }])
    assert.equal(await may(other), true, JSON.stringify(other))
  await rememberTold(storage.db, alert, 0)
  assert.equal(await may(), true, 'a cooldown of nothing is none')
  await rememberTold(storage.db, alert, 99_999 * 24 * HOUR)
  assert.equal(await may(), false)
})

test('what is told by many at the same moment is remembered once', async () => {
  const alert = { username: 'many', name: 'a.py', key: '' }
  await Promise.all(Array.from({ length: 10 }, () => rememberTold(storage.db, alert, HOUR)))
  const { rows } = await storage.db.pool.query(
    `select from notify_runner.told where username = 'many'`,
  )
  assert.equal(rows.length, 1)
})

test('a script is quiet as a whole only while it uses no key: with one it may have something else to tell', async () => {
  const quiet = () => isQuietNow(storage.db, 'whole', 'a.py')
  const told = (key: string, ms: number) =>
    rememberTold(storage.db, { username: 'whole', name: 'a.py', key }, ms)
  assert.equal(await quiet(), false)
  await told('', HOUR)
  assert.equal(await quiet(), true)
  await told('east', HOUR)
  assert.equal(await quiet(), false)
})

test('at the third failure in a row the owner is told, once, and again after it had ended well', async () => {
  const { username } = await createPerson(storage.db, { email: 'fail@acme.com' })
  await storage.db.pool.query(
    `insert into notify_runner.script (username, name, schedule, next_run_at) values ($1, 'a.py', 'manual', now())`,
    [username],
  )
  let id = 0
  const count = (status: 'failed' | 'quiet', error?: string) =>
    countFailure(
      storage.db,
      { username, name: 'a.py' },
      { id: (id += 1), status, ...(error && { error }) },
    )
  const told = async () =>
    (await listInbox(storage.db, username, { limit: 9 })).map(({ body }) => body)
  for (const n of [1, 2]) await count('failed', `no. ${n}`)
  assert.deepEqual(await told(), [])
  await count('quiet')
  for (let n = 0; n < 2; n += 1) await count('failed')
  assert.deepEqual(await told(), [], 'it began anew')
  await count('failed', 'no such table')
  const [first] = await told()
  assert.deepEqual([first?.title, first?.script], ['a.py keeps failing', 'a.py'])
  assert.match(first?.message ?? '', /3 times in a row\. The last time: no such table\n/)
  for (let n = 0; n < 5; n += 1) await count('failed')
  assert.equal((await told()).length, 1)
  await count('quiet')
  for (let n = 0; n < 3; n += 1) await count('failed')
  assert.match((await told())[0]?.message ?? '', /no reason was given/)
  assert.equal((await told()).length, 2)
})

test('the failure of a script that is gone meanwhile is counted for nobody', async () => {
  const { username } = await createPerson(storage.db, { email: 'gone@acme.com' })
  for (let id = 0; id < 4; id += 1)
    await countFailure(storage.db, { username, name: 'gone.py' }, { id, status: 'failed' })
  assert.deepEqual(await listInbox(storage.db, username, { limit: 9 }), [])
})

test('nobody was told of a script that keeps failing for a reason longer than a notification: it is told, cut', async () => {
  const { username } = await createPerson(storage.db, { email: 'long@acme.com' })
  await storage.db.pool.query(
    `insert into notify_runner.script (username, name, schedule, next_run_at) values ($1, 'a.py', 'manual', now())`,
    [username],
  )
  for (let id = 100; id < 103; id += 1)
    await countFailure(
      storage.db,
      { username, name: 'a.py' },
      { id, status: 'failed', error: 'x'.repeat(20_000) },
    )
  const [told] = await listInbox(storage.db, username, { limit: 9 })
  assert.match(told?.body.message ?? '', /The last time: x{4000}\n/)
})
