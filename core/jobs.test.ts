import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTestDatabase, type TestDatabase } from '../tests/peers/postgres.ts'
import { until } from '../tests/peers/until.ts'
import { listJobs, runJob } from './jobs.ts'
import { createLog } from './log.ts'

const log = createLog('silent')

async function database(t: TestContext): Promise<TestDatabase> {
  const opened = await openTestDatabase()
  t.after(() => opened.close())
  return opened
}

test('a lease has one holder, and is free again when it is released', async (t) => {
  const { leases } = await database(t)
  const first = await leases.acquire('work')
  assert.ok(first)
  assert.equal(await leases.acquire('work'), undefined)
  assert.ok(await leases.acquire('other work'))
  await first.release()
  const second = await leases.acquire('work')
  assert.ok(second)
  await second.release()
})

test('who knows that all holders are dead need not wait for their time', async (t) => {
  const { leases } = await database(t)
  const dead = await leases.acquire('work')
  await leases.endAll()
  const next = await leases.acquire('work')
  assert.ok(next)
  await dead?.release()
  assert.equal(await leases.acquire('work'), undefined, 'the dead one takes nothing from the next')
  await next.release()
})

test('a lease is kept longer than its time while its holder lives', async (t) => {
  const { leases } = await database(t)
  const lease = await leases.acquire('work', 1500)
  await sleep(2500)
  assert.equal(await leases.acquire('work', 1500), undefined)
  assert.equal(lease?.signal.aborted, false)
  await lease?.release()
})

test('a holder that lost its lease is told to stop', async (t) => {
  const { db, leases } = await database(t)
  const lease = await leases.acquire('work', 300)
  assert.ok(lease)
  await db.pool.query(`update core.lease set holder = 'somebody else'`)
  await once(lease.signal, 'abort')
  assert.match(String(lease.signal.reason), /the lease work is lost/)
})

test('a holder whose database does not answer any more is told to stop, not later than its lease ends', async (t) => {
  const { db, leases } = await database(t)
  const lease = await leases.acquire('work', 600)
  assert.ok(lease)
  const blocking = await db.pool.connect()
  await blocking.query('begin; lock table core.lease in access exclusive mode')
  await once(lease.signal, 'abort')
  assert.match(String(lease.signal.reason), /could not be renewed in time/)
  await blocking.query('rollback')
  blocking.release()
})

test('a lease that was lost is not taken from its next holder by the one before', async (t) => {
  const { db, leases } = await database(t)
  const lost = await leases.acquire('work', 60_000)
  await db.pool.query(`update core.lease set expires_at = now() - interval '1 second'`)
  const next = await leases.acquire('work', 60_000)
  assert.ok(lost && next)
  await lost.release()
  assert.equal(await leases.acquire('work'), undefined)
  await next.release()
})

test('the lease of a killed process ends by itself', async (t) => {
  const { leases, target } = await database(t)
  const modules = ['connect', 'leases'].map((name) =>
    join(import.meta.dirname, `database/${name}.ts`),
  )
  const holder = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { connectDatabase } = await import(${JSON.stringify(modules[0])})
       const { openLeases } = await import(${JSON.stringify(modules[1])})
       const log = new Proxy({}, { get: () => () => {} })
       const target = ${JSON.stringify(target)}
       const db = await connectDatabase({ target, log, applicationName: 'holder' })
       await openLeases(db, log).acquire('work', 1000)
       console.log('held')`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(holder.stdout, 'data')
  assert.equal(await leases.acquire('work'), undefined)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  const lease = await until(() => leases.acquire('work'))
  await lease.release()
})

test('a job leaves what it did last, and a later failure keeps that', async (t) => {
  const { db, leases } = await database(t)
  const deps = { db, leases, log }
  assert.equal(await runJob(deps, { name: 'tidy', run: async () => 'removed 3 files' }), 'ok')
  const failing = async () => {
    throw new Error('disk on fire')
  }
  assert.equal(await runJob(deps, { name: 'tidy', run: failing }), 'failed')
  const [job] = await listJobs(db)
  assert.equal(job?.status, 'failed')
  assert.equal(job?.error, 'disk on fire')
  assert.equal(job?.lastWork, 'removed 3 files')
})

test('a job that runs elsewhere is not run twice', async (t) => {
  const { db, leases } = await database(t)
  const deps = { db, leases, log }
  const gate = Promise.withResolvers<string>()
  const first = runJob(deps, { name: 'slow', run: () => gate.promise })
  await until(async () => (await listJobs(db))[0]?.status === 'running')
  assert.equal(await runJob(deps, { name: 'slow', run: async () => 'second' }), 'busy')
  gate.resolve('first')
  assert.equal(await first, 'ok')
  assert.equal((await listJobs(db))[0]?.lastWork, 'first')
})

test('a job whose failure holds a NUL never came to an end that anybody could see', async (t) => {
  const { db, leases } = await database(t)
  const deps = { db, leases, log }
  const failing = async () => {
    throw new Error(`the source said \0 and ${'x'.repeat(10_000)}`)
  }
  assert.equal(await runJob(deps, { name: 'tidy', run: failing }), 'failed')
  const [failed] = await listJobs(db)
  assert.match(failed?.error ?? '', /^the source said \ufffd and x+$/)
  assert.equal(failed?.error?.length, 4000)
  assert.equal(await runJob(deps, { name: 'tidy', run: async () => 'read a\0b' }), 'ok')
  assert.equal((await listJobs(db))[0]?.lastWork, 'read a\ufffdb')
})

test('a process that stood still past its lease wrote its end over the run of its successor', async (t) => {
  const { db, leases } = await database(t)
  const deps = { db, leases, log }
  for (const end of ['well', 'badly']) {
    const name = `slow ${end}`
    const [old, next] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
    const standing = runJob(deps, { name, run: () => old.promise })
    const state = async () => (await listJobs(db)).find((job) => job.name === name)
    await until(async () => (await state())?.status === 'running')
    await db.pool.query(`update core.lease set expires_at = now() - interval '1 second'`)
    const began = (await state())?.startedAt
    const running = runJob(deps, { name, run: () => next.promise })
    await until(async () => (await state())?.startedAt.getTime() !== began?.getTime())
    if (end === 'well') old.resolve('old work')
    else old.reject(new Error('old failure'))
    await standing
    const during = await state()
    assert.deepEqual([during?.status, during?.lastWork, during?.error], ['running', null, null])
    next.resolve('new work')
    assert.equal(await running, 'ok')
    const after = await state()
    assert.deepEqual([after?.status, after?.lastWork], ['ok', 'new work'])
  }
})

test('a job that cannot write down that it began does no work, and its lease is free again', async (t) => {
  const { db, leases } = await database(t)
  await db.pool.query('alter table core.job rename to job_away')
  let worked = false
  const run = async () => {
    worked = true
    return 'work'
  }
  await assert.rejects(runJob({ db, leases, log }, { name: 'tidy', run }))
  assert.equal(worked, false)
  await db.pool.query('alter table core.job_away rename to job')
  assert.equal(await runJob({ db, leases, log }, { name: 'tidy', run }), 'ok')
})
