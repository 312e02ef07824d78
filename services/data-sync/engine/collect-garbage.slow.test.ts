import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rename, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { holdDeletions, letDeletionsGo } from '#core/backup/hold-deletions.ts'
import { exampleColumn } from '../../../tests/peers/example-catalog.ts'
import { openTestEngine, type TestEngine } from '../../../tests/peers/engine.ts'
import { until } from '../../../tests/peers/until.ts'
import { collectGarbage } from './collect-garbage.ts'
import { currentVersion } from './current-version.ts'
import { publishVersion, withdrawTable } from './publish-version.ts'

/** Nothing is kept that is not named. */
const keepNothing = { hours: 0, generations: 0, runDays: 90 }

/** Publishes a table of one object besides its schema and manifest; `meanwhile` happens before it is named. */
async function publish(
  { context }: TestEngine,
  tableId: string,
  rows: string,
  meanwhile: () => unknown = () => undefined,
): Promise<void> {
  const [dataset = '', name = ''] = tableId.split('/')
  const schema = { v: 1 as const, table: tableId, primaryKey: [], columns: [exampleColumn({})] }
  await publishVersion(context, async () => {
    const data = await context.objects.putBytes(rows)
    const objects = {
      schema: await context.objects.putBytes(JSON.stringify(schema)),
      manifest: await context.objects.putBytes(`the manifest of ${rows}`),
      data: [data],
    }
    await meanwhile()
    const counts = { rows: 1, bytes: data.size, rejected: 0, rejects: [], warnings: [] }
    return { tableId, dataset, name, ...counts, schema, changeMarker: undefined, objects }
  })
}

async function lost({ context }: TestEngine, tableId: string): Promise<readonly string[]> {
  const version = await currentVersion(context.catalogue, tableId)
  assert.ok(version, `${tableId} is published`)
  const missing: string[] = []
  for (const { sha256, size } of version.objects)
    if (!(await context.objects.has(sha256, size))) missing.push(sha256)
  return missing
}

const folderOf = ({ context }: TestEngine) => dirname(dirname(context.objects.path('a'.repeat(64))))
const file = (path: string) => JSON.stringify(join(import.meta.dirname, path))

/** A process of its own that collects garbage without a pause, and says so after each time. */
function collectElsewhere(t: TestContext, engine: TestEngine) {
  const program = `
    import { openStorage } from ${file('../../../core/database/open.ts')}
    import { openObjectStore } from ${file('../../../core/files/object-store.ts')}
    import { createLog } from ${file('../../../core/log.ts')}
    import { collectGarbage } from ${file('collect-garbage.ts')}
    const [url, dir] = process.argv.slice(1)
    const { db } = await openStorage(url, { applicationName: 'collector', log: createLog('silent') })
    const engine = { catalogue: db.of('data_sync'), objects: openObjectStore(dir) }
    for (;;) {
      const { objects } = await collectGarbage(engine, ${JSON.stringify(keepNothing)})
      console.log(objects)
    }`
  const child = spawn(
    process.execPath,
    ['--input-type=module', '--eval', program, engine.database.url, folderOf(engine)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  t.after(() => child.kill('SIGKILL'))
  let said = ''
  child.stdout.on('data', (text) => (said += String(text)))
  return {
    child,
    /** How many objects it removed so far. */
    removed: () => said.split('\n').reduce((sum, line) => sum + Number(line), 0),
  }
}

test('an object that was stored again while garbage was collected was deleted though a version names it', async (t) => {
  await using engine = await openTestEngine()
  const collector = collectElsewhere(t, engine)
  const { catalogue, events } = engine.context
  // Withdrawn and published again, the same objects are garbage and wanted from one millisecond to the next.
  for (let round = 0; round < 120 || collector.removed() < 50; round += 1) {
    assert.equal(collector.child.exitCode, null, 'the other process collects')
    await publish(engine, 'shop/orders', 'always the same rows')
    assert.deepEqual(await lost(engine, 'shop/orders'), [], `round ${round}`)
    await withdrawTable(catalogue, events, 'shop/orders')
  }
  await publish(engine, 'shop/orders', 'always the same rows')
  const removed = collector.removed()
  await until(() => collector.removed() >= removed)
  assert.deepEqual(await lost(engine, 'shop/orders'), [])
})

test('two processes that collect at once and are killed at any moment lose nothing that is published', async (t) => {
  await using engine = await openTestEngine()
  const { catalogue, events, objects } = engine.context
  for (let kill = 0; kill < 6; kill += 1) {
    const collectors = [collectElsewhere(t, engine), collectElsewhere(t, engine)]
    const before = collectors.map(({ removed }) => removed())
    await until(async () => {
      await publish(engine, 'shop/orders', 'always the same rows')
      await withdrawTable(catalogue, events, 'shop/orders')
      return collectors.every(({ removed }, at) => removed() > (before[at] ?? 0))
    })
    await publish(engine, 'shop/orders', 'always the same rows')
    for (const { child } of collectors) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    // What a killed one had out of the way is back when the next one begins.
    await collectGarbage(engine.context, keepNothing)
    assert.deepEqual(await lost(engine, 'shop/orders'), [], `kill ${kill}`)
    await withdrawTable(catalogue, events, 'shop/orders')
  }
  await until(async () => (await collectGarbage(engine.context, keepNothing)).complete)
  assert.deepEqual(await Array.fromAsync(objects.list()), [], 'and the garbage is gone at last')
})

test('what is just being published is no garbage, also where nothing is to be kept', async () => {
  await using engine = await openTestEngine()
  const { context } = engine
  const old = await context.objects.putBytes('rows that nobody wants')
  await publish(engine, 'shop/orders', 'rows', async () => {
    const long = new Date(Date.now() - 100 * 3_600_000)
    for await (const { sha256 } of context.objects.list())
      await utimes(context.objects.path(sha256), long, long)
    const collected = await collectGarbage(context, keepNothing)
    assert.deepEqual(collected, { versions: 0, objects: 0, bytes: 0, complete: false })
  })
  assert.deepEqual(await lost(engine, 'shop/orders'), [])
  const { objects, complete } = await collectGarbage(context, keepNothing)
  assert.deepEqual([objects, complete, await context.objects.has(old.sha256)], [1, true, false])
})

test('garbage is kept while a backup reads, and it is told that it has to be tried again', async () => {
  await using engine = await openTestEngine()
  const { sha256 } = await engine.context.objects.putBytes('rows that nobody wants')
  const backup = await engine.database.db.pool.connect()
  try {
    await holdDeletions(backup)
    assert.equal((await collectGarbage(engine.context, keepNothing)).complete, false)
    assert.equal(await engine.context.objects.has(sha256), true)
    await letDeletionsGo(backup)
  } finally {
    backup.release()
  }
  const collected = await collectGarbage(engine.context, keepNothing)
  assert.deepEqual([collected.complete, collected.objects], [true, 1])
})

test('a connection that is lost between the look and the removal leaves every object in its place', async () => {
  await using engine = await openTestEngine()
  const { context, database } = engine
  const { sha256 } = await context.objects.putBytes('rows that nobody wants')
  const objects = {
    ...context.objects,
    remove: (hashes: readonly string[], confirm?: () => Promise<unknown>) =>
      context.objects.remove(hashes, async () => {
        assert.equal(await context.objects.has(sha256), false, 'it is out of the way')
        await database.db.pool.query(
          `select pg_terminate_backend(pid) from pg_locks
             where locktype = 'advisory' and mode = 'ExclusiveLock' and pid <> pg_backend_pid()`,
        )
        await confirm?.()
      }),
  }
  await assert.rejects(collectGarbage({ ...context, objects }, keepNothing))
  assert.equal(await context.objects.has(sha256), true)
})

test('an object that a killed collection left out of the way is found again by its name', async () => {
  await using engine = await openTestEngine()
  const { context } = engine
  await publish(engine, 'shop/orders', 'rows')
  for await (const { sha256 } of context.objects.list()) {
    const path = context.objects.path(sha256)
    await rename(path, `${path}.0123456789ab.aside`)
  }
  assert.equal((await lost(engine, 'shop/orders')).length, 3)
  await collectGarbage(context, keepNothing)
  assert.deepEqual(await lost(engine, 'shop/orders'), [])
})

test('a clock that runs days ahead takes no version away before its time', async () => {
  await using engine = await openTestEngine()
  const { context } = engine
  await publish(engine, 'shop/orders', 'first rows')
  await publish(engine, 'shop/orders', 'second rows')
  const { now } = Date
  Date.now = () => now() + 3 * 86_400_000
  try {
    await collectGarbage(context, { hours: 24, generations: 0, runDays: 1 })
  } finally {
    Date.now = now
  }
  const versions = await context.catalogue.selectFrom('version').select('id').execute()
  assert.equal(versions.length, 2)
  const named = await context.catalogue.selectFrom('version_object').select('sha256').execute()
  for (const { sha256 } of named) assert.ok(await context.objects.has(sha256))
})

test('what was stored while the clock was years ahead was kept until that day came', async () => {
  await using engine = await openTestEngine()
  const { context } = engine
  await publish(engine, 'shop/orders', 'rows')
  await context.objects.putBytes('rows that nobody wants')
  const { sha256: young } = await context.objects.putBytes('rows of a moment ago')
  const ahead = new Date(Date.now() + 10 * 365 * 86_400_000)
  for await (const { sha256 } of context.objects.list())
    if (sha256 !== young) await utimes(context.objects.path(sha256), ahead, ahead)
  const collected = await collectGarbage(context, { hours: 24, generations: 3, runDays: 90 })
  assert.equal(collected.objects, 1)
  assert.equal(await context.objects.has(young), true)
  assert.deepEqual(await lost(engine, 'shop/orders'), [])
})
