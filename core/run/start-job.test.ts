import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { until } from '../../tests/peers/until.ts'
import { ConfigError } from '../errors.ts'
import { listJobs } from '../jobs.ts'
import { createLog } from '../log.ts'
import type { Service, ServiceDeps, ServiceModule } from '../service.ts'
import { startJob } from './start-job.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())
beforeEach(() => storage.db.pool.query('delete from core.job'))

const tidy: Service = { id: 'tidy', title: 'Tidy', description: 'Tidies up', kind: 'job' }
/** A sixth field in front: every second, so that nobody waits for a minute. */
const everySecond = '* * * * * *'

function start(
  runOnce: ServiceModule['runOnce'],
  manifest: Service = { ...tidy, schedule: everySecond },
) {
  const deps = { ...storage, manifest, log: createLog('silent') } as unknown as ServiceDeps
  const stop = startJob(deps, {
    createApp: () => assert.fail('a job is not served here'),
    ...(runOnce && { runOnce }),
  })
  return { stop, [Symbol.asyncDispose]: stop }
}
const state = async () => (await listJobs(storage.db))[0]

test('a job runs again and again by its schedule, and writes down what it did last', async () => {
  let runs = 0
  await using _job = start(async () => `run ${(runs += 1)}`)
  await until(() => runs >= 2)
  await until(async () => /^run [2-9]/.test((await state())?.lastWork ?? ''))
})

test('a run that fails is told as failed, and the next one comes all the same', async () => {
  let runs = 0
  await using _job = start(async () => {
    runs += 1
    if (runs === 1) throw new Error('the disk is full')
    return 'tidied'
  })
  await until(async () => (await state())?.status === 'failed')
  assert.equal((await state())?.error, 'the disk is full')
  await until(async () => (await state())?.status === 'ok')
})

test('a run that takes longer than its schedule is not begun a second time beside itself', async () => {
  const gate = Promise.withResolvers<string>()
  let [running, most, begun] = [0, 0, 0]
  const job = start(async () => {
    begun += 1
    most = Math.max(most, (running += 1))
    await gate.promise
    running -= 1
    return 'done'
  })
  await until(() => begun === 1)
  // Long enough for it to be due again, twice.
  await new Promise((resolve) => setTimeout(resolve, 2200))
  assert.deepEqual([begun, most], [1, 1])
  gate.resolve('')
  await job.stop()
  assert.equal((await state())?.status, 'ok')
})

test('stopped, it asks the run that is at it to end, waits for that, and begins no other', async () => {
  const began = Promise.withResolvers<void>()
  const ended: string[] = []
  let runs = 0
  const job = start(async (_deps, signal) => {
    runs += 1
    began.resolve()
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    await new Promise((resolve) => setTimeout(resolve, 200))
    ended.push(String(signal.reason))
    throw signal.reason
  })
  await began.promise
  // It was due again meanwhile, and found itself busy: that one is not the one to wait for.
  await new Promise((resolve) => setTimeout(resolve, 1200))
  await job.stop()
  assert.deepEqual(ended, ['Error: the server is stopping'])
  const { status, error } = (await state()) ?? {}
  assert.deepEqual([status, error], ['failed', 'the server is stopping'])
  await new Promise((resolve) => setTimeout(resolve, 1200))
  assert.equal(runs, 1)
})

test('a database that cannot be asked costs one run and ends nothing', async () => {
  let runs = 0
  await storage.db.pool.query('alter table core.lease rename to lease_away')
  await using _job = start(async () => `run ${(runs += 1)}`)
  await new Promise((resolve) => setTimeout(resolve, 1200))
  assert.equal(runs, 0)
  await storage.db.pool.query('alter table core.lease_away rename to lease')
  await until(() => runs > 0)
})

test('a job without a schedule, or without work, stops the start and says what it lacks', () => {
  const work = () => Promise.resolve('done')
  for (const begin of [() => start(work, tidy), () => start(undefined)])
    assert.throws(begin, (error) => {
      assert.ok(error instanceof ConfigError)
      assert.match(error.message, /^services\/tidy: a job needs a schedule .* and runOnce/)
      return true
    })
})
