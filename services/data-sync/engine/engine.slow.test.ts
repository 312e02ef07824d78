import assert from 'node:assert/strict'
import { readdir, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { declareTable, openTestEngine, type TestEngine } from '../../../tests/peers/engine.ts'
import { until } from '../../../tests/peers/until.ts'
import { collectGarbage } from './collect-garbage.ts'
import { currentVersion } from './current-version.ts'
import { withdrawUndeclared } from './refresh-source.ts'
import { claimRun, recoverRuns, requestRun } from './runs.ts'

const orders = 'id,amount\n1,10.50\n2,20.00\n'

async function statuses(engine: TestEngine, tableId?: string) {
  const runs = await engine.sync(tableId)
  return runs.map(({ table_id, status, error_code }) => [table_id, status, error_code])
}

test('a file becomes a published version whose objects all exist', async () => {
  await using engine = await openTestEngine()
  await engine.write('orders.csv', orders)
  assert.deepEqual(await statuses(engine), [
    [null, 'discovered', null],
    ['shop/orders', 'published', null],
  ])
  const version = await currentVersion(engine.context.catalogue, 'shop/orders')
  assert.equal(version?.rows, 2)
  assert.equal(version?.from_gen, 1)
  const objects = await engine.context.catalogue.selectFrom('version_object').selectAll().execute()
  assert.deepEqual(objects.map(({ role }) => role).sort(), [
    'data',
    'manifest',
    'profile',
    'schema',
  ])
  for (const { sha256, size } of objects) {
    assert.equal((await engine.context.objects.read(sha256)).length, size)
  }
  // The run is over once it is published; its folder goes a moment later.
  await until(async () => (await readdir(engine.context.stagingDir)).length === 0)
})

test('reading the same content again publishes nothing', async () => {
  await using engine = await openTestEngine()
  await engine.write('orders.csv', orders)
  await engine.sync()
  const before = await currentVersion(engine.context.catalogue, 'shop/orders')
  await engine.write('orders.csv', orders)
  const [run] = await engine.sync('shop/orders')
  assert.equal(run?.status, 'unchanged')
  assert.equal(run?.bytes_published, 0)
  assert.deepEqual(await currentVersion(engine.context.catalogue, 'shop/orders'), before)
})

test('changed content begins a new generation, and the old version ends with it', async () => {
  await using engine = await openTestEngine()
  await engine.write('orders.csv', orders)
  await engine.sync()
  await engine.write('orders.csv', `${orders}3,7.25\n`)
  await engine.sync()
  const versions = await engine.context.catalogue
    .selectFrom('version')
    .select(['rows', 'from_gen', 'to_gen'])
    .orderBy('id')
    .execute()
  assert.deepEqual(versions, [
    { rows: 2, from_gen: 1, to_gen: 2 },
    { rows: 3, from_gen: 2, to_gen: null },
  ])
})

const bad: readonly (readonly [what: string, text: string | Uint8Array, code: string])[] = [
  ['a broken CSV', 'id,amount\n1\n2,3,4,5\n"x', 'too_many_rejects'],
  [
    'a wrong encoding',
    Buffer.from([...Buffer.from('id,amount\n1,'), 0x9a, 0xe9, 10]),
    'wrong_encoding',
  ],
  ['a column that changes its type', 'id,amount\n1,cheap\n2,dear\n', 'too_many_rejects'],
  ['a column that is gone', 'id\n1\n2\n', 'schema_changed'],
  ['a table that is suddenly empty', 'id,amount\n', 'became_empty'],
  ['a file without any byte', '', 'empty_source'],
]

for (const [what, text, code] of bad) {
  test(`${what} never replaces the last good version, and says why`, async () => {
    await using engine = await openTestEngine()
    await engine.write('orders.csv', orders)
    await engine.sync()
    await engine.write('orders.csv', text)
    const [run] = await engine.sync('shop/orders')
    assert.equal(run?.status, 'failed')
    assert.equal(run?.error_code, code)
    assert.ok((run?.error ?? '').length > 10)
    assert.ok((run?.remedy ?? '').length > 10)
    assert.equal((await currentVersion(engine.context.catalogue, 'shop/orders'))?.rows, 2)
  })
}

test('a source that disappears keeps its last good version and is reported', async () => {
  await using engine = await openTestEngine({ orders: declareTable({ origin: 'orders.csv' }) })
  await engine.write('orders.csv', orders)
  await engine.sync()
  await rm(join(engine.folder, 'orders.csv'))
  const [run] = await engine.sync('shop/orders')
  assert.equal(run?.status, 'failed')
  assert.ok((run?.remedy ?? '').length > 10)
  assert.equal((await currentVersion(engine.context.catalogue, 'shop/orders'))?.rows, 2)
})

test('an id above 2^53 and a note with line breaks arrive exactly', async () => {
  await using engine = await openTestEngine()
  await engine.write('orders.csv', 'id,note\n9007199254740993,"two\nlines, ""quoted"""\n')
  const runs = await engine.sync()
  assert.equal(runs.find(({ table_id }) => table_id)?.rows, 1)
  const version = await currentVersion(engine.context.catalogue, 'shop/orders')
  const schema = JSON.parse(String(await engine.context.objects.read(version?.schema_sha256 ?? '')))
  assert.deepEqual(
    (schema as { columns: { type: string }[] }).columns.map(({ type }) => type),
    ['BIGINT', 'VARCHAR'],
  )
})

test('two requests for one table become one run', async () => {
  await using engine = await openTestEngine()
  const { catalogue, events } = engine.context
  const request = { source: 'shop', tableId: 'shop/orders', trigger: 'portal' } as const
  const ids = await Promise.all([1, 2, 3].map(() => requestRun(catalogue, events, request)))
  assert.equal(new Set(ids).size, 1)
})

test('a second run of a table waits until the first has ended', async () => {
  await using engine = await openTestEngine()
  const { catalogue, events } = engine.context
  const request = { source: 'shop', tableId: 'shop/orders', trigger: 'portal' } as const
  const first = await requestRun(catalogue, events, request)
  assert.equal((await claimRun(catalogue))?.id, first)
  const second = await requestRun(catalogue, events, request)
  assert.notEqual(second, first)
  assert.equal(await claimRun(catalogue), undefined)
})

test('the engine does the work alone: a second one waits for its lease', async () => {
  await using engine = await openTestEngine()
  const first = engine.start()
  await engine.write('orders.csv', orders)
  await engine.sync()
  const second = engine.start()
  await engine.sync()
  assert.deepEqual([first.active(), second.active()], [true, false])
  await first.close()
  await engine.write('orders.csv', `${orders}3,1.00\n`)
  const runs = await engine.sync('shop/orders')
  assert.equal(runs[0]?.status, 'published')
  assert.equal(second.active(), true)
})

test('what a killed engine left running is marked and queued again', async () => {
  await using engine = await openTestEngine()
  const { catalogue, events } = engine.context
  await requestRun(catalogue, events, { source: 'shop', tableId: 'shop/orders', trigger: 'portal' })
  await claimRun(catalogue)
  assert.equal(await recoverRuns(catalogue, events), 1)
  const runs = await catalogue
    .selectFrom('run')
    .select(['status', 'trigger'])
    .orderBy('id')
    .execute()
  assert.deepEqual(runs, [
    { status: 'interrupted', trigger: 'portal' },
    { status: 'queued', trigger: 'portal' },
  ])
})

test('letters that PostgreSQL cannot keep, and names too long for it, stop no publication', async () => {
  await using engine = await openTestEngine({
    orders: declareTable({
      origin: 'orders.csv',
      columns: { n: { type: 'BIGINT' } },
      maxRejected: 1,
    }),
  })
  await engine.write('orders.csv', `n,${'a'.repeat(199)}😀😀\nx\0y,z\0z\n1,z\0z\n`)
  assert.deepEqual((await statuses(engine)).at(-1), ['shop/orders', 'published', null])
  const version = await currentVersion(engine.context.catalogue, 'shop/orders')
  assert.deepEqual([version?.rows, version?.warnings], [2, []])
  assert.deepEqual(
    version?.rejects.map(({ column, example }) => [column, example]),
    [['n', 'x\ufffdy']],
  )
})

test('two datasets cannot publish a table of the same name', async () => {
  await using engine = await openTestEngine()
  await engine.write('orders.csv', orders)
  await engine.sync()
  await engine.context.catalogue.updateTable('version').set({ table_id: 'crm/orders' }).execute()
  const [run] = await engine.sync('shop/orders')
  assert.equal(run?.error_code, 'name_taken')
})

test('a table that instance.yaml names no more is taken away', async () => {
  await using engine = await openTestEngine()
  await engine.write('orders.csv', orders)
  await engine.sync()
  const without = { ...engine.context, sources: [] }
  assert.deepEqual(await withdrawUndeclared(without), ['shop/orders'])
  assert.equal(await currentVersion(engine.context.catalogue, 'shop/orders'), undefined)
})

test('garbage collection removes what ended long ago and nothing that is named', async () => {
  await using engine = await openTestEngine()
  const { catalogue, objects } = engine.context
  await engine.write('orders.csv', orders)
  await engine.sync()
  await engine.write('orders.csv', `${orders}3,1.00\n`)
  await engine.sync()
  const twoHoursAgo = new Date(Date.now() - 2 * 3_600_000)
  for await (const { sha256 } of objects.list())
    await utimes(objects.path(sha256), twoHoursAgo, twoHoursAgo)
  const all = (await Array.fromAsync(objects.list())).length
  const now = { hours: 0, generations: 0, runDays: 90 }
  assert.equal((await collectGarbage(engine.context, { ...now, hours: 1 })).versions, 0)
  const collected = await collectGarbage(engine.context, now)
  assert.equal(collected.versions, 1)
  const named = await catalogue.selectFrom('version_object').select('sha256').distinct().execute()
  const left = await Array.fromAsync(objects.list())
  assert.equal(left.length, all - collected.objects)
  assert.deepEqual(
    left.map(({ sha256 }) => sha256).sort(),
    named.map(({ sha256 }) => sha256).sort(),
  )
})

test('finished runs are forgotten after their days, and open ones never', async () => {
  await using engine = await openTestEngine()
  const { catalogue, events } = engine.context
  const old = new Date(Date.now() - 91 * 86_400_000)
  for (const tableId of ['shop/old', 'shop/new', 'shop/open']) {
    const id = await requestRun(catalogue, events, { source: 'shop', tableId, trigger: 'portal' })
    if (tableId === 'shop/open') continue
    const finished_at = tableId === 'shop/old' ? old : new Date()
    await catalogue
      .updateTable('run')
      .set({ status: 'unchanged', finished_at })
      .where('id', '=', id)
      .execute()
  }
  await collectGarbage(engine.context, { hours: 24, generations: 3, runDays: 90 })
  const left = await catalogue.selectFrom('run').select('table_id').orderBy('id').execute()
  assert.deepEqual(
    left.map(({ table_id }) => table_id),
    ['shop/new', 'shop/open'],
  )
})
