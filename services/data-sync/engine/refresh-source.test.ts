import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { SourceConfig } from '#core/config/instance.ts'
import type { Connector, SourceTable } from '#core/connector.ts'
import { declareTable, openTestEngine, type TestEngine } from '../../../tests/peers/engine.ts'
import { publishExample } from '../../../tests/peers/publish-example.ts'
import { refreshSource, withdrawUndeclared } from './refresh-source.ts'
import { claimRun, requestRun, type RunRequest } from './runs.ts'
import { rememberTables } from './source-tables.ts'

let engine: TestEngine
before(async () => (engine = await openTestEngine()))
after(() => engine[Symbol.asyncDispose]())
beforeEach(() =>
  engine.database.db.pool.query(
    `truncate data_sync.run, data_sync.source_table, data_sync.version, data_sync.version_object,
       data_sync.generation, core.published_table`,
  ),
)

const tables = (...names: readonly string[]): readonly SourceTable[] =>
  names.map((name) => ({ name, origin: `${name}.csv` }))

/** Looks a source through that offers these tables. */
async function look(offered: readonly SourceTable[] | Error, request: Partial<RunRequest> = {}) {
  const { catalogue, events } = engine.context
  await requestRun(catalogue, events, { source: 'shop', trigger: 'schedule', ...request })
  const run = await claimRun(catalogue)
  assert.ok(run)
  const files = engine.context.connectors.get('files') as Connector
  const discover = async () => {
    if (offered instanceof Error) throw offered
    return offered
  }
  const connectors = new Map([['files', { ...files, discover }]])
  const surroundings = {
    staging: engine.folder,
    signal: new AbortController().signal,
    progress: () => undefined,
  }
  const outcome = await refreshSource({ ...engine.context, connectors }, run, surroundings)
  await catalogue
    .updateTable('run')
    .set({ status: 'discovered' })
    .where('id', '=', run.id)
    .execute()
  return outcome
}

const queued = () =>
  engine.context.catalogue
    .selectFrom('run')
    .select(['table_id', 'trigger', 'requested_by'])
    .where('status', '=', 'queued')
    .orderBy('id')
    .execute()
const known = async () =>
  Object.fromEntries(
    (
      await engine.context.catalogue.selectFrom('source_table').selectAll().orderBy('id').execute()
    ).map(({ id, gone_at }) => [id, gone_at === null]),
  )

test('each table of a source is remembered and queued for whoever asked for the source', async () => {
  const asked = { trigger: 'portal', requestedBy: 'ann@example.com' } as const
  const { status, details } = await look(tables('orders', 'returns'), asked)
  assert.deepEqual([status, details], ['discovered', ['2 tables']])
  assert.deepEqual(await queued(), [
    { table_id: 'shop/orders', trigger: 'portal', requested_by: 'ann@example.com' },
    { table_id: 'shop/returns', trigger: 'portal', requested_by: 'ann@example.com' },
  ])
  assert.deepEqual(await known(), { 'shop/orders': true, 'shop/returns': true })
})

test('a table that is gone is told once, and is back when it is offered again', async () => {
  await look(tables('orders', 'returns'))
  const without = await look(tables('orders'))
  assert.deepEqual(without.details, [
    '1 table',
    'returns is no longer there; its last version stays',
  ])
  assert.deepEqual(await known(), { 'shop/orders': true, 'shop/returns': false })
  assert.deepEqual((await look(tables('orders'))).details, ['1 table'])
  assert.deepEqual((await look(tables('orders', 'returns'))).details, ['2 tables'])
  assert.deepEqual(await known(), { 'shop/orders': true, 'shop/returns': true })
})

test('a source that offers nothing loses nothing of what was published', async () => {
  await look(tables('orders'))
  await publishExample(engine.context, 'shop', 'orders')
  const { details } = await look([])
  assert.deepEqual(details, ['0 tables', 'orders is no longer there; its last version stays'])
  const current = engine.context.catalogue.selectFrom('version').where('to_gen', 'is', null)
  assert.equal((await current.select('id').execute()).length, 1)
})

test('a source that fails, or offers what cannot be, queues and forgets nothing', async () => {
  await look(tables('orders'))
  await engine.context.catalogue.deleteFrom('run').execute()
  for (const offered of [
    new Error('the server is away'),
    tables('orders', 'Returns 2024'),
    [...tables('orders'), { name: 'orders', origin: 'other.csv' }],
  ]) {
    await assert.rejects(look(offered))
    await engine.context.catalogue
      .updateTable('run')
      .set({ status: 'failed' })
      .where('status', '=', 'running')
      .execute()
  }
  assert.deepEqual(await queued(), [])
  assert.deepEqual(await known(), { 'shop/orders': true })
})

test('what a source says of a table is kept as it says it now', async () => {
  const offered = { name: 'orders', origin: 'a.csv', title: 'Orders', description: 'All of them' }
  await look([offered])
  const read = () =>
    engine.context.catalogue
      .selectFrom('source_table')
      .select(['origin', 'title', 'description'])
      .executeTakeFirst()
  assert.deepEqual(await read(), { origin: 'a.csv', title: 'Orders', description: 'All of them' })
  await look([{ name: 'orders', origin: 'b.csv' }])
  assert.deepEqual(await read(), { origin: 'b.csv', title: null, description: null })
})

test('two looks at one source at once ended in a deadlock where it offered its tables in another order', async () => {
  const names = Array.from({ length: 40 }, (_, at) => `t${at}`)
  const { catalogue } = engine.context
  await Promise.all(
    [names, names.toReversed(), names.toSorted(), names.slice(20).concat(names.slice(0, 20))].map(
      (order) => rememberTables(catalogue, 'shop', tables(...order)),
    ),
  )
  assert.equal(Object.values(await known()).filter(Boolean).length, 40)
})

test('what instance.yaml names no more is taken away, and nothing else', async () => {
  for (const [dataset, name] of [
    ['shop', 'orders'],
    ['shop', 'returns'],
    ['crm', 'deals'],
    ['old', 'facts'],
  ] as const)
    await publishExample(engine.context, dataset, name)
  const source = (id: string, named: SourceConfig['tables'] = {}): SourceConfig => ({
    ...{ id, connector: 'files', config: {}, tables: named },
  })
  const withdraw = async (...sources: readonly SourceConfig[]) =>
    (await withdrawUndeclared({ ...engine.context, sources })).toSorted()
  const all = [source('shop'), source('crm'), source('old')]
  assert.deepEqual(await withdraw(...all), [])
  const some = [source('shop', { orders: declareTable() }), source('crm')]
  assert.deepEqual(await withdraw(...some), ['old/facts', 'shop/returns'])
  assert.deepEqual(await withdraw(...some), [], 'once')
  assert.deepEqual(await withdraw(...all), [], 'and what is gone does not come back by itself')
})
