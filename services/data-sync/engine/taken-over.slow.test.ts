import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connector } from '#core/connector.ts'
import { openTestEngine, type TestEngine } from '../../../tests/peers/engine.ts'
import { currentVersion } from './current-version.ts'
import { performRun } from './perform-run.ts'
import { claimRun, failRun, finishRun, recoverRuns, requestRun, type Run } from './runs.ts'

const request = { source: 'shop', tableId: 'shop/orders', trigger: 'schedule' } as const

async function claimed({ context: { catalogue, events } }: TestEngine): Promise<Run> {
  await requestRun(catalogue, events, request)
  const run = await claimRun(catalogue)
  assert.ok(run)
  return run
}

/** The engine as a process has it that stands still, with what it read, until it is let go. */
function standingStill({ context }: TestEngine) {
  const read = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const files = context.connectors.get('files') as Connector
  const connector: Connector = {
    ...files,
    async *extract(table, wanted, around) {
      yield* files.extract(table, wanted, around)
      read.resolve()
      await gate.promise
    },
  }
  return {
    context: { ...context, connectors: new Map([['files', connector]]) },
    hasRead: read.promise,
    letGo: gate.resolve,
  }
}

const neverStopped = new AbortController().signal

test('a process that stood still past its lease published old rows over the newer ones of its successor', async () => {
  await using engine = await openTestEngine()
  const { catalogue, events } = engine.context
  await engine.write('orders.csv', 'id,amount\n1,10\n')
  const old = standingStill(engine)
  const run = await claimed(engine)
  const working = performRun(old.context, run, neverStopped)
  await old.hasRead

  // Its lease ran out: another engine takes the work up, and the source has newer rows by now.
  await engine.write('orders.csv', 'id,amount\n1,10\n2,20\n')
  assert.equal(await recoverRuns(catalogue, events), 1)
  const next = await claimRun(catalogue)
  assert.ok(next)
  await performRun(engine.context, next, neverStopped)
  assert.equal((await currentVersion(catalogue, 'shop/orders'))?.rows, 2)

  old.letGo()
  await working
  assert.equal((await currentVersion(catalogue, 'shop/orders'))?.rows, 2)
  const ended = await catalogue.selectFrom('run').select(['id', 'status']).orderBy('id').execute()
  assert.deepEqual(ended, [
    { id: run.id, status: 'interrupted' },
    { id: next.id, status: 'published' },
  ])
})

test('a run that was taken over keeps the end that its successor wrote down', async () => {
  await using engine = await openTestEngine()
  const { catalogue, events } = engine.context
  const { id } = await claimed(engine)
  await recoverRuns(catalogue, events)
  const read = () =>
    catalogue.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const interrupted = await read()
  assert.equal(interrupted.status, 'interrupted')
  await finishRun(catalogue, events, id, { status: 'published', rows: 7, generation: 3 })
  assert.deepEqual(await read(), interrupted)
  await failRun(catalogue, events, id, new Error('too late'))
  assert.deepEqual(await read(), interrupted)
})
