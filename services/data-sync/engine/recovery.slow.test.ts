import assert from 'node:assert/strict'
import { readdir, truncate } from 'node:fs/promises'
import { test } from 'node:test'
import type { Connector } from '#core/connector.ts'
import { openTestEngine, type TestEngine } from '../../../tests/peers/engine.ts'
import { until } from '../../../tests/peers/until.ts'
import { currentVersion } from './current-version.ts'
import { startEngine } from './engine.ts'
import { followRuns } from './follow-runs.ts'
import { claimRun, requestRun } from './runs.ts'

const orders = 'id,amount\n1,10.50\n2,20.00\n'

test('a run that a dead engine left is followed to its end in the run that takes its place', async () => {
  await using engine = await openTestEngine()
  const { catalogue, events } = engine.context
  await engine.write('orders.csv', orders)
  for (const tableId of [undefined, 'shop/orders']) {
    const id = await requestRun(catalogue, events, {
      source: 'shop',
      trigger: 'command',
      ...(tableId !== undefined && { tableId }),
    })
    await claimRun(catalogue)
    const told: string[] = []
    const signal = AbortSignal.timeout(300_000)
    const following = followRuns(catalogue, events, [id], (line) => told.push(line), signal)
    const next = engine.start()
    const ended = await following
    const refreshed = ended.find(({ table_id }) => table_id === 'shop/orders')
    assert.equal(refreshed?.status, tableId === undefined ? 'published' : 'unchanged')
    assert.ok(ended.every(({ status }) => status !== 'interrupted'))
    assert.equal(told[0], `… ${tableId ?? 'shop'}: interrupted; it was queued again`)
    await next.close()
  }
})

test('the engine takes its work up again after every connection to the database was cut', async () => {
  await using engine = await openTestEngine()
  const { pool } = engine.database.db
  engine.start()
  await engine.write('orders.csv', orders)
  await engine.sync()
  await pool
    .query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()`,
    )
    .catch((error: Error) => assert.match(error.message, /terminat/))
  await engine.write('orders.csv', `${orders}3,7.25\n`)
  const runs = await until(() => engine.sync('shop/orders').catch(() => undefined))
  assert.ok(['published', 'unchanged'].includes(runs[0]?.status ?? ''))
  assert.equal((await currentVersion(engine.context.catalogue, 'shop/orders'))?.rows, 3)
})

const damages = {
  'was lost': (engine: TestEngine, sha256: string) => engine.context.objects.remove([sha256]),
  'was cut short': (engine: TestEngine, sha256: string) =>
    truncate(engine.context.objects.path(sha256), 1),
}

for (const [damage, harm] of Object.entries(damages)) {
  test(`what ${damage} on the disk is made again from the source, also when the source says that nothing changed`, async () => {
    await using engine = await openTestEngine()
    const { catalogue, events, objects } = engine.context
    await engine.write('orders.csv', orders)
    await engine.sync()
    for (const role of ['data', 'schema', 'profile', 'manifest'] as const) {
      const { sha256 } = await catalogue
        .selectFrom('version_object')
        .select('sha256')
        .where('role', '=', role)
        .orderBy('version_id', 'desc')
        .executeTakeFirstOrThrow()
      await harm(engine, sha256)
      const request = { source: 'shop', tableId: 'shop/orders', trigger: 'schedule' } as const
      const id = await requestRun(catalogue, events, request)
      const never = new AbortController().signal
      const [run] = await followRuns(catalogue, events, [id], () => undefined, never)
      assert.deepEqual([run?.status, run?.error], ['published', null], role)
      const version = await currentVersion(catalogue, 'shop/orders')
      for (const { sha256: hash, size } of version?.objects ?? [])
        assert.ok(await objects.has(hash, size), role)
      assert.equal(version?.rows, 2)
    }
  })
}

test('an engine that is closed in the middle of a run ends at once, and the next one does the run anew', async () => {
  await using engine = await openTestEngine()
  const { catalogue, events, connectors } = engine.context
  const files = connectors.get('files') as Connector
  const [reading, seen] = [Promise.withResolvers<void>(), Promise.withResolvers<unknown>()]
  const waiting: Connector = {
    ...files,
    async *extract(_table, _wanted, { signal }) {
      signal.addEventListener('abort', () => seen.resolve(signal.reason), { once: true })
      reading.resolve()
      await seen.promise
      signal.throwIfAborted()
    },
  }
  await engine.write('orders.csv', orders)
  const waitingEngine = startEngine(
    { ...engine.context, connectors: new Map([['files', waiting]]) },
    engine.database.leases,
    {
      parallel: 1,
      retention: { hours: 24, generations: 3, runDays: 90 },
      pollMs: 100,
      checkAllAtStart: false,
    },
  )
  const id = await requestRun(catalogue, events, {
    source: 'shop',
    tableId: 'shop/orders',
    trigger: 'schedule',
  })
  await reading.promise
  assert.equal(waitingEngine.active(), true)
  await waitingEngine.close()
  assert.match(String(await seen.promise), /the server is stopping/)
  assert.equal(waitingEngine.active(), false)
  const left = await catalogue.selectFrom('run').select(['id', 'status']).execute()
  assert.deepEqual(left, [{ id, status: 'running' }])
  assert.deepEqual(await readdir(engine.context.stagingDir), [])

  engine.start()
  const never = new AbortController().signal
  const ended = await followRuns(catalogue, events, [id], () => undefined, never)
  assert.deepEqual(
    ended.map(({ status, trigger, rows }) => [status, trigger, rows]),
    [['published', 'schedule', 2]],
  )
})
